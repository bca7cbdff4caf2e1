"""The table of words and marks around a shape: what links, joins, denies, supposes or conditions what is said."""

from __future__ import annotations

import re

__all__ = [
    "ARROW",
    "BEHIND",
    "BRACKETS",
    "CODE",
    "CONDITIONAL",
    "CONNECTOR",
    "DENIED",
    "DERIVED",
    "EQUAL",
    "EXPRESSION",
    "FARTHEST",
    "FEW_WORDS",
    "JOINT",
    "LEADS",
    "LINK",
    "LINKS",
    "NO_NAMES",
    "OR",
    "PRINT",
    "QUOTED_ERROR",
    "SENTENCE_END",
    "SHAPE_OF",
    "SHOWN",
    "SUPPOSED",
]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# A name ends where letters of another script begin: `h_n的形状`.
EXPRESSION = re.compile(
    r"(?<![A-Za-z0-9_.])(?:[A-Za-z_][A-Za-z0-9_]*|[^\W\d_A-Za-z]\w*)"
    r"(?:\.(?!shape\b|size\b)\w+(?:\([\w\s,:\-]{0,30}\))?|\[[^\[\]\n]{1,40}\])*"
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
LINKS = _words(
    r"""
    s math > ' ’ " ` * _ ) ] ( : ： = - – — → ⇒ ∈ , . # | ~ \ （ ） ； is are has have be was must should will of de di
    with as also now the a an its in both each expected tensor tensors batched form format shape shapes size sizes
    dim dims dimension dimensions torch numpy array float 形状 的形状 尺寸 大小 维度 为 是 的 サイズ 形状は の形状は の形状 は の 형태 크기 형상 의 는 은
    이 모양 의모양 형태는 크기는 форма формы размер размера имеет имеют forma tamaño tiene tienen con dimensiones forme taille
    ist hat mit der größe returns return given shaped here output_shape it that which layout axes looks like becomes
    变为 形状为 的形状为 形状是 的形状是 大小为 的大小为 维度为 的维度为 的维度是 其形状为
    """
)
LINK = re.compile(r"\w+|[^\w\s]")
SHAPE_OF = re.compile(r"(?:shape|size|dimensions?|dims?)\s+(?:of|for)\s+(?:the\s+)?[`*]*\Z", re.IGNORECASE)
BEHIND = re.compile(
    r"\A[\s`*]*(?:is\s+the\s+shape\s+of|tensors?|(?:for|is|of|=>|<-+|--?|—|–|:|：|as|from|in)(?=\s))?\s*"
    r"(?:(?:the|each|every|both)\s+)?[`*]*(?P<name>[^\W\d][\w.]*(?:\s+states?)?)"
)
PRINT = re.compile(r"\bprint\s*\((?P<shown>[^#\n]*)\)[^\w\n]*\Z")  # one that is switched off, before its results
SHOWN = re.compile(r"([A-Za-z_][\w.]*(?:\[[^\]]*\])*)\s*\.\s*(?:shape|size\(\))")
SENTENCE_END = re.compile(r"(?<!i\.e)(?<!e\.g)(?<!etc)[.!?;]\s+(?=[^a-z])|[。；！？]|;\s*|\n\s*[-*•]\s")
QUOTED_ERROR = re.compile(r"\bgot\s*\Z")
DENIED = re.compile(
    r"\b(?:[Nn]ot|NOT|never|isn't|aren't|rather than|instead of|no longer|wrong|wrongly|incorrect(?:ly)?|mistake|fails?|failed|raises?|"
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
NO_NAMES = _words(
    r"""
    a i I A an in is it of on to at as by or and for the we be if with each all both time batch shape size
    """
)
FEW_WORDS = 3
FARTHEST = 90  # characters between a subject and its shape
BRACKETS = ("(", ")", "[", "]")
