"""The table of words and marks around a shape: what links, joins, denies, supposes or conditions what is said."""

from __future__ import annotations

import re

__all__ = [
    "AFTERWARDS",
    "AND_SO_ON",
    "ARROW",
    "BEHIND",
    "BRACKETS",
    "BULLETS",
    "CODE",
    "CONDITIONAL",
    "CONNECTOR",
    "DENIED",
    "DERIVED",
    "DESCRIBED",
    "EQUAL",
    "EXPRESSION",
    "FARTHEST",
    "FEW_WORDS",
    "JOINT",
    "LABEL",
    "LABELS",
    "LEADS",
    "LINK",
    "LINKS",
    "NO_NAMES",
    "OPERAND",
    "OPERATOR",
    "OR",
    "PARTICLE",
    "PART_OF_SHAPE",
    "PLAIN",
    "PLAIN_PHRASES",
    "QUOTED_ERROR",
    "QUOTES",
    "ROLE",
    "SENTENCE_END",
    "SHAPE_OF",
    "SUPPOSED",
    "WORD",
]

EXPRESSION = re.compile(
    r"(?<![\w.])[^\W\d]\w*(?:\.(?!shape\b|size\b)\w+(?:\([\w\s,:\-]{0,30}\))?|\[[^\[\]\n]{1,40}\])*"
)
JOINT = re.compile(
    r"[\s`*_()]*(?:[,、，/&+|]+[\s`*_()]*)?(?:\b(?:and|y|und|et|e|or|o|oder|ou|и|или)\b|和|与|および|と|와|과|및|и|или|或)?[\s`*_()]*\Z"
)
CONNECTOR = re.compile(r"[,、，/&+|和与와과및и或と]|\b(?:and|y|und|et|e|or|o|oder|ou)\b")
ARROW = re.compile(r"(?:-+>|=+>|→|⇒|⟶|➜|\bto\b)\s*[`*\s]*\Z")
LEADS = re.compile(r"[\s`*]*(?:-+>|=+>|→|⇒|⟶|➜)")
OR = re.compile(r"(?:\bor\b|\|\||或者?|または|또는|или|\bo\b|\boder\b|\bou\b|/)[\s`*]*(?::\w+:)?[\s`*]*\Z")
EQUAL = re.compile(
    r"\A[\s`*]*(?:=+|#+|:|：|≡|[,，;；]?\s*(?:(?:so|which is|that is|i\.e\.|e\.g\.|or rather|aka|here|in this case|in our case|thus|hence|"
    r"hier|ici|aquí|es decir|das heißt|здесь|то есть|这里是|这里为|此处是|此处为|本例中?为?|即|也就是|即为|ここでは|つまり|여기서는|즉)[,:：]?))[\s`*]*\Z",
    re.IGNORECASE,
)
# All that may stand between a tensor and its shape where nothing else is meant.
LINKS = frozenset(
    [
        "s",
        "math",
        ">",
        "'",
        "’",
        '"',
        "`",
        "*",
        "_",
        ")",
        "]",
        "(",
        ":",
        "：",
        "=",
        "-",
        "–",
        "—",
        ">",
        "→",
        "⇒",
        "∈",
        ",",
        ".",
        "#",
        "|",
        "~",
        "\\",
        "（",
        "）",
        "；",
        "is",
        "are",
        "has",
        "have",
        "be",
        "was",
        "must",
        "should",
        "will",
        "of",
        "de",
        "di",
        "with",
        "as",
        "also",
        "now",
        "the",
        "a",
        "an",
        "its",
        "in",
        "both",
        "each",
        "expected",
        "tensor",
        "tensors",
        "batched",
        "form",
        "format",
        "shape",
        "shapes",
        "size",
        "sizes",
        "dim",
        "dims",
        "dimension",
        "dimensions",
        "torch",
        "numpy",
        "array",
        "float",
        "形状",
        "的形状",
        "尺寸",
        "大小",
        "维度",
        "为",
        "是",
        "的",
        "サイズ",
        "形状は",
        "の形状は",
        "の形状",
        "は",
        "の",
        "형태",
        "크기",
        "형상",
        "의",
        "는",
        "은",
        "이",
        "모양",
        "의모양",
        "형태는",
        "크기는",
        "форма",
        "формы",
        "размер",
        "размера",
        "имеет",
        "имеют",
        "forma",
        "tamaño",
        "tiene",
        "tienen",
        "con",
        "de",
        "dimensiones",
        "forme",
        "taille",
        "ist",
        "hat",
        "mit",
        "der",
        "form",
        "größe",
        "returns",
        "return",
        "given",
        "shaped",
        "here",
        "output_shape",
        "it",
        "that",
        "which",
        "layout",
        "axes",
        "looks",
        "like",
        "becomes",
        "变为",
        "形状为",
        "的形状为",
        "形状是",
        "的形状是",
        "大小为",
        "的大小为",
        "维度为",
        "的维度为",
        "的维度是",
        "其形状为",
    ]
)
LINK = re.compile(r"\w+|[^\w\s]")
SHAPE_OF = re.compile(r"(?:shape|size|dimensions?|dims?)\s+(?:of|for)\s+(?:the\s+)?[`*]*\Z", re.IGNORECASE)
BEHIND = re.compile(
    r"\A[\s`*]*(?:is\s+the\s+shape\s+of|tensors?|(?:for|is|of|=>|<-+|--?|—|–|:|：|as|from|in)(?=\s))?\s*"
    r"(?:(?:the|each|every|both)\s+)?[`*]*(?P<name>[^\W\d][\w.]*(?:\s+states?)?)"
)
SENTENCE_END = re.compile(r"(?<!i\.e)(?<!e\.g)(?<!etc)[.!?;]\s+(?=[^a-z])|[。；！？]|;\s*|\n\s*[-*•]\s")
QUOTED_ERROR = re.compile(r"\bgot\s*\Z")
DENIED = re.compile(
    r"\b(?:not|never|isn't|aren't|rather than|instead of|no longer|wrong|wrongly|incorrect(?:ly)?|mistake|fails?|failed|raises?|"
    r"unlike|nor|used to|previously|originally|formerly|before the (?:fix|change|edit)|bug|broken|invalid|old|"
    r"contrary to|mistaken(?:ly)?|crash(?:es)?|v[01]|error|Error|WRONG|Wrong|INCORRECT|Incorrect|[Dd]on't|[Mm]yth|misconception)\b|"
    r"\w+Error\b|~~|≠|!=|而不是|不是|并非|不会是|错误|報錯|报错|早期|旧版|曾经|写成了|误写|笔误|漏掉|原先|之前是|改正|誤り|以前は|旧来|이전에는|잘못|ではなく|ではありません|ではない|間違い|아니라|아니고|아닙니다|아님|틀림|틀린|怎么会是|错的|不对|"
    r"\bkeineswegs\b|\b[Ff]alsch\b|\bIrrtum\b|\b[Ff]aux\b|\bnunca\b|\b[Ii]ncorrecto\b|\bsino\b|\b[Нн]еверно\b|\b[Вв]место\b|\b[Нн]е так\b|\bniet\b|\bnie\b|\bdeğil\b|\bnon\b|"
    r"\bantes\b|\banteriormente\b|\bfrüher\b|\bраньше\b|\bошиб\w+|\bavant\b|\bno es\b|\bне\b|\bnicht\b|\bn'est pas\b|\bnão\b|✗|❌|✘"
)
SUPPOSED = re.compile(
    r"\b(?:would|could|might|then|may|maybe|perhaps|probably|assum\w+|suppose|otherwise|imagine|guess|think|thought|expected|expects|"
    r"was|were|todo|fixme|should|want|wanted|without|had|before|another|other|different|gru|older|keras|tensorflow)\b|"
    r"\?|可能|应该|也许|если бы|原来|以前|以为|believe\w*|expect\w*|claims?\b|claimed|tempting|\bproposal|\blike\b|\bmyth\b|"
    r"思われ|思いがち|にしたい|と考え|생각하|싶다면|glaub\w+|könnte\w*|wäre\w*|hätte\w*|pourrai\w+|pensent|croi\w+|creen|думают|можно подумать|"
    r"pensam|acham|credono|denken\b|myśl\w+|sanıl\w+",
    re.IGNORECASE,
)
CONDITIONAL = re.compile(
    r"\b(?:if|when|whenever|unless|otherwise|else|default|case|mode|depending|configur\w+|suppose|optional\w*|sometimes)\b|"
    r"batch[_ -]?first|bidirectional|unbatched|unidirectional|proj_size|如果|若|当|默认|时候|情况|場合|なら|デフォルト|경우|이면|이라면|라면|si\b|если|wenn|при\b|"
    r"bidirec\w+|双向|単方向|双方向|양방향|단층|单层|単層|1層|двунаправлен\w+|однослойн\w+|одним слоем|одной\b|einschichtig\w*|einer schicht|"
    r"une seule couche|una sola capa|one[- ]layer|single[- ]layer|\d[- ]layers?\b|time[- ]?(?:major|first)|both directions|proj_size|"
    r"=\s*(?:True|False)",
    re.IGNORECASE,
)
DERIVED = re.compile(
    r"\b(?:last|final|first|each|every|single|one|per)\s+(?:time\s*)?-?(?:step|element|token|frame|word|layer|direction|sample|"
    r"item|timestep)s?\b|\b(?:concat\w*|flatten\w*|reshap\w*|transpos\w*|permut\w*|squeez\w*|stack\w*|sum(?:med)?|mean|"
    r"averag\w*|slice\w*|after|select\w*|pool\w*|split\w*|view|embedd\w+|index\w*|chunk\w*|pack\w*|drop\w*|"
    r"forward|backward|reverse\w*|half|halves|swap\w*|unsqueez\w*|normali[sz]\w*|project\w*|padd\w*|attention|top)\b|"
    r"\[\s*-?\d|每个时间步|最后一个时间步|最后一步|拼接|转置|最後のステップ|마지막",
    re.IGNORECASE,
)
CODE = re.compile(r"`{1,2}[^\W\d][\w.]*`{1,2}")
NO_NAMES = frozenset(
    [
        "a",
        "i",
        "I",
        "A",
        "an",
        "in",
        "is",
        "it",
        "of",
        "on",
        "to",
        "at",
        "as",
        "by",
        "or",
        "and",
        "for",
        "the",
        "we",
        "be",
        "if",
        "with",
        "each",
        "all",
        "both",
        "time",
        "batch",
        "shape",
        "size",
    ]
)
FEW_WORDS = 3
FARTHEST = 90  # characters between a subject and its shape
# What a label before a shape may be without being the name of something: `shape: (5, 3, 20)`.
LABEL = re.compile(r"(?P<name>['\"]?[^\W\d][\w.\[\]\-]*['\"]?(?:'s)?)[`*]*\s*(?P<sign>=|:|：)\s*[`*(\s]*\Z")
LABELS = frozenset(
    "shape shapes size sizes dim dims dimension dimensions result results tensor tensors note now expected prints print "
    "printed e.g eg i.e ie format form axes layout returns return gives value values actual here torch.size 形状 尺寸 大小 "
    "维度 注意 サイズ 크기 형태 форма размер forma tamaño form größe forme taille".split()
)
# Words before a tensor's name, or before a shape without one, that change nothing of what is said.
PLAIN = frozenset(
    """
    a an the this these that our its their my your of in for with from by on to and also both now so here thus hence
    therefore note is are has have get gets got gives give given returns return returned we you i it tensor tensors shape
    shapes size sizes dimension dimensions dim dims torch lstm lstms nn pytorch bilstm variable variables value values
    called where which while whereas because since as be must print prints printed shows whole complete entire full
    resulting remember recall initial final hidden cell state states output outputs input inputs batch_first true
    e.g i.e eg ie pair pairs tuple two each zero zeros that's it's lstm's pytorch's only respectively
    el la los las un una le les der die das il lo o os as de des du von del al es est ist são é sont sind son tiene hat
    """.split()
)
PLAIN_PHRASES = re.compile(
    r"其中|因此|所以|那么|输出|返回|得到|最终|这里|注意|此时|分别|的|了|为|是|和|与|及|以及|就|也|都|则|会|后|张量|变量|结果|形状|大小|维度"
    r"|なので|ので|ここで|また|および|は|が|の|を|に|と|も"
)
PARTICLE = re.compile(r"(?<=.)(?:에서는|에는|은|는|이|가|의|과|와|도|및|를|을)\Z")
ROLE = re.compile(r":\w+:(?=`)")  # of reST: :math:`(N, L)`
BRACKETS = ("(", ")", "[", "]")
BULLETS = " \t-*•>#`_"
# After a name that begins its sentence any words may tell what it is: `h_n: the final hidden state, of shape (...)`.
DESCRIBED = re.compile(
    r"\A[`*_]*\s*(?:\([^()]*\)\s*)?(?:[:：–—|]|--?|is\b|are\b|contains\b|holds\b)(?![^\n]*\b(?:after|before|if|when|transposed|"
    r"permuted|reshaped|flattened|squeezed|stacked|concatenat\w+|averag\w+|sum(?:med)?|mean|last step|first step|per|repeated|expanded|unsqueezed|viewed|becomes|turned)\b)",
    re.IGNORECASE,
)
WORD = re.compile(r"[^\W\d_][\w.'’]*")
OPERAND = re.compile(r"(?:\A\s*(?:[xX×@*+·]|and)\s*|(?<![\w.])\d+\s*[xX×*]\s*)\Z")  # `(3, 5) x (5, 4)`, `2 x (5, 4)`
OPERATOR = re.compile(r"\A\s*[x×@*+·]\s*[(\[]")
AFTERWARDS = re.compile(r"\A[\s`*)]*(?:after|once|when|as soon as|following|before|per)\b", re.IGNORECASE)
PART_OF_SHAPE = re.compile(r"\A\.(?:shape|size)\s*(?:\[|\(\s*-?\d)")  # `output.shape[:2]`
QUOTES = ("'", '"')
AND_SO_ON = re.compile(r"\A\s*,?\s*(?:\.\.\.|…|\betc\b)")
