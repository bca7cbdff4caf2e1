"""THE table of words for the sizes of axes and for the tensors of an LSTM, in the languages that people write in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache

__all__ = ["CANONICAL", "STATES", "Sense", "is_axis_word", "is_listed", "phrases_in", "roles_of", "senses", "symbol_of"]


@dataclass(frozen=True, slots=True)
class Sense:
    """What a word may mean: a product of symbols.

    is_firm: whether the word means nothing else, so that it may contradict a claim; else it only confirms one.
    """

    symbols: tuple[str, ...]
    is_firm: bool = True


# Words of one meaning, compared without blanks, hyphens and underscores, and in lower case.
_FIRM: Mapping[str, str] = {
    "L": """
        seq seqlen seqlength seqsize lenseq lengthseq sequence sequencelength sequencelen sequencesize lengthofsequence
        timestep timesteps time timelen timelength timedim steps numsteps nsteps numtimesteps ntimesteps seqs tsteps
        numtimestep nbsteps maxlen maxlength maxseqlen maxseqlength maxsequencelength maxtime sentlen sentencelength
        sentencelen sentlength srclen srclength srcseqlen trglen tgtlen targetlen sourcelen inputlen inputlength
        windowsize window lookback seqdim numwords nwords contextlength blocksize numframes nframes frames seqln
        paddedlength paddedlen textlen textlength doclen numtokens ntokens stepcount slen tlen
        序列长度 序列长 序列 时间步 时间步长 时间步数 时间 句子长度 句长 单词数 句子单词数 最大长度 时序长度 步数 窗口长度
        系列長 シーケンス長 時系列長 時刻 時間 ステップ数 シーケンス 系列 単語数 文長 文長さ 時間ステップ
        시퀀스길이 문장길이 시점 타임스텝 시퀀스 시간 시퀀스의길이 시계열길이
        secuencia longituddesecuencia longituddelasecuencia longitudsecuencia pasos pasosdetiempo tiempo
        длинапоследовательности последовательность время времяшаги шаги длина длинапосл времяшагов
        sequenzlänge sequenz zeitschritte längedersequenz longueur longueurdelaséquence longueurséquence séquence pas
        comprimento comprimentodasequência tamanhodasequência sequência passos panjangsekuens urutan
    """,
    "N": """
        batch batchsize batches batchsz batchdim nbatch nbatches numbatch minibatch minibatchsize bs bsz bz bsize bsiz
        sizeofbatch batchn nb miniBatch mb samples numsamples nsamples numsequences numseqs
        批次 批量 批大小 批次大小 批量大小 batch大小 批尺寸 批处理大小 样本数 批 批数 批次数 每批样本数
        バッチサイズ バッチ バッチ数 ミニバッチサイズ 배치크기 배치사이즈 배치 배치의크기 미니배치크기
        lote tamañodelote tamañolote tamañodellote tamanhodolote размербатча размерпакета батч пакет размерпартии
        stapel stapelgröße batchgröße taillelot tailledulot taillebatch tailledubatch lot ukuranbatch
    """,
    "D": """
        numdirections directions numdirs numdir ndirections ndirs dirs ndir direction
        numdirection numdirecs numdirect bidir numberofdirections directionnum directionsnum numd
        方向数 方向 方向数量 方向の数 방향수 방향 방향의수 direcciones númerodedirecciones числонаправлений
        направления направлений richtungen anzahlrichtungen directionsnombre nombrededirections direções
    """,
    "G": "gates numgates",
    "num_layers": """
        numlayers nlayers layers layer nlayer numlayer layernum layersnum lstmlayers numrnnlayers numlstmlayers
        numhiddenlayers nbofLayers nblayers layercount numberoflayers rnnlayers stackedlayers lstmnumlayers nl
        encoderlayers numstackedlayers hiddenlayers numoflayers nolayers nolayer hiddenlayernum
        层数 层 网络层数 lstm层数 隐藏层数 隐层数 层数量 層数 レイヤー数 レイヤ数 层的数量 층수 층 층의개수 레이어수 레이어개수
        capas númerodecapas numerodecapas camadas númerodecamadas слои слоев слоёв числослоев числослоёв количествослоев
        schichten anzahlschichten couches nombredecouches jumlahlapisan
    """,
    "H_in": """
        inputsize inputdim inputdims infeatures inputfeatures inputfeature inputchannels indim insize inputfeaturesize
        inputfeaturedim ninput ninputs numinputs inputs embdim embeddim embeddingdim embsize embedsize embeddingsize emb
        embedding embed embeddings embeddingdims wordembdim worddim dembed demb edim embeddinglength wordvecsize nembd
        inputlayersize inputdimension inputembsize inputembdim numberofinputfeatures hin
        输入维度 输入大小 输入特征 输入特征数 输入特征维度 输入尺寸 词向量维度 词向量 嵌入维度 词嵌入维度 每个词的向量维度 输入的维度
        入力サイズ 入力次元 入力次元数 入力の次元 埋め込み次元 입력크기 입력차원 임베딩차원 입력의크기 임베딩크기 입력특성수
        entrada tamañodeentrada размервхода входнойразмер входныепризнаки размерэмбеддинга eingabegröße tailledentrée
        tailleentrée tamanhodaentrada tamanhodeentrada
    """,
    "H_cell": """
        hidden hiddensize hiddendim hiddendims hid hiddim hidsize nhidden nhid hiddenunits numhidden hiddenlayersize nhiddens
        hiddenlayerdim hiddennum lstmunits rnnunits numunits units hiddenfeatures hiddenstatesize hiddenstate nhiddenunits
        hiddenstatedim hdim hsize hs lstmhidden lstmhiddensize numhiddenunits hiddenneurons
        lstmhiddendim rnnhiddensize rnnhidden hiddendimension hiddenunit cellsize hiddens dhidden dhid hcell
        hiddensz nunits sizeofhiddenstate hiddenchannels nneurons noneurons numneurons
        隐藏层大小 隐藏单元数 隐藏维度 隐藏层维度 隐层维度 隐状态维度 隐藏大小 隐藏层单元数 隐藏状态维度 隐藏层 隐藏 隐层大小
        隐藏单元 隐藏状态大小 隐藏层神经元数 隐层单元数 隐藏层神经元个数 隐含层大小 隐含层维度 隐状态大小
        隠れ層サイズ 隠れサイズ 隠れ次元 隠れ層の次元 隠れ層の次元数 隠れ状態の次元 隠れ状態サイズ 隠れ層 隠れユニット数 隠れ
        은닉상태의크기 은닉크기 은닉층크기 은닉차원 은닉상태크기 히든크기 은닉상태 은닉층의크기 은닉 히든사이즈 은닉상태차원
        tamañooculto ocultas oculto dimensiónoculta tamañodelacapaoculta unidadesocultas oculta
        скрытыйразмер размерскрытогослоя скрытые скрытый размерскрытогосостояния скрытоесостояние
        tailecachée taillecachée caché cachée versteckt verstecktegröße oculta tamanhooculto ocultos
    """,
    "H_out": "projsize projdim projectionsize hout projection",
}
# Words of several meanings; where one of them fits, the claim is borne out, and where none does, nothing is said.
_LOOSE: Mapping[str, str] = {
    "H_in": """
        feature features featuresize featuredim numfeatures nfeatures nfeature numfeature featdim feat feats featnum nfeat
        channels channel inputchannel vector vectorsize dim dims size dimension embeddingvector features数 nb_features
        特征 特征数 特征维度 特征数量 维度 特征维数 特徴量数 特徴数 特徴 特徴量 次元 특성수 특성 차원 특징수 특징
        características rasgos признаки числопризнаков признаков merkmale caractéristiques fitur atributos
        variables 变量 変数 변수 переменные variáveis
    """,
    "H_out": """
        feature features featuresize featuredim numfeatures nfeatures featdim feat outputsize outputdim outdim outsize
        outputfeatures outfeatures vector vectorsize dim dims size dimension dmodel modeldim channels
        lstmsize lstmdim rnnsize rnndim
        输出维度 输出大小 特征 特征数 特征维度 维度 特徴量数 特徴 出力サイズ 出力次元 次元 출력크기 출력차원 차원 특성수
        salida características признаки выход fitur
    """,
    "L": "len length batchlen batchlength l t长度 长度 长さ 길이 longitud länge tokens words max num_chars 词数 词的个数 字数 max_lengths",
    "N": "n batchlen batchlength sentences examples sentencenum 句子数 num_envs envs nenv streams",
    "num_layers": "depth num stack k lay",
    "H_cell": """
        enchiddim enchiddendim dechiddim dechiddendim enchidsize dechidsize encoderhiddendim decoderhiddendim
        lstmsize lstmdim rnnsize rnndim
    """,
    "D": "bidirectional bidirection bidirect bi isbidirectional 双向 是否双向 双方向 양방향",
    "sum(lengths)": """
        sumlengths totallength totallengths totalsteps sumoflengths sumlen totalwords totaltokens numtokens ntokens
        系列長の合計 総単語数 总长度 长度之和 总词数 合計 전체길이 길이의합 총길이 summederlängen sommedeslongueurs sumadelaslongitudes
    """,
}
# Single letters, whose meaning depends on whether they are capitals.
_LETTERS: Mapping[str, tuple[tuple[str, bool], ...]] = {
    "B": (("N", True),),
    "N": (("N", True),),
    "T": (("L", True),),
    "S": (("L", False),),
    "L": (("L", True), ("num_layers", True)),
    "D": (("D", False), ("H_in", False), ("H_out", False)),
    "H": (("H_cell", True),),
    "E": (("H_in", True),),
    "I": (("H_in", False),),
    "F": (("H_in", False), ("H_out", False)),
    "C": (("H_in", False), ("H_out", False)),
    "K": (("num_layers", False),),
    "P": (("H_out", False),),
    "b": (("N", True),),
    "t": (("L", True),),
    "n": (("N", False), ("L", False)),
    "l": (("L", False), ("num_layers", False)),
    "s": (("L", False),),
    "h": (("H_cell", False),),
    "d": (("D", False), ("H_in", False), ("H_out", False), ("H_cell", False)),
    "e": (("H_in", False),),
    "f": (("H_in", False), ("H_out", False)),
    "i": (("H_in", False),),
}
# Words in phrases that stand in no list, tried in this order: `the length of each sequence in words`.
_KEYWORDS: tuple[tuple[str, str, bool], ...] = (
    (r"\btotal|\bsum\b|合計|总和|之和|総|합계|총", "sum(lengths)", False),
    (r"direction|方向|방향|направлен|direcci", "D", True),
    (r"hidden|隐|隠|은닉|히든|скрыт|ocult|verborg|verstec|cach[ée]", "H_cell", False),
    (
        r"^(?!.*(?:size|dim|width|unit|neuron|大小|维|节点|神经元|サイズ|次元|크기|차원|размер))"
        r"(?:.*(?:layer|层数|層数|층|레이어|сло[её]в|capas|camadas))",
        "num_layers",
        True,
    ),
    (r"batch|批|バッチ|배치|батч|lote", "N", True),
    (
        r"embed|词向量|嵌入|埋め込み|임베딩|input[_ ]?(?:dim|size|feat)|输入(?:特征|维|大小)|入力(?:次元|サイズ)|입력|"
        r"entrée|entrada|eingabe|вход",
        "H_in",
        False,
    ),
    (
        r"seq|(?:^|[_ ])steps?$|时间步|序列|句子?长|time[_ ]?step|系列|シーケンス|시퀀스|последоват|secuencia|sequenz|séquence",
        "L",
        True,
    ),
    (r"feature|特征|特徴|특성|признак|caract[eé]r|merkmal", "H_in", False),
)
_SEPARATORS = re.compile(r"[\s_\-‐–'’]+")
_SELF = re.compile(r"^(?:self|args|config|cfg|opt|hparams|params|hp|model|lstm|rnn)\.")
_ARTICLES = re.compile(
    r"^(?:the|a|an|num|number of|no of|# of|#of|size of|length of|my|your|each|full)\s+", re.IGNORECASE
)
_COUNT = re.compile(r"^(?:n|num|nb|no)_+(?=[a-z])", re.IGNORECASE)  # `n_step`
_SUBSCRIPT = re.compile(r"^([A-Z])_?(?:in|out|enc|dec|src|tgt|trg|max|x|y|\d)$")
_PLAUSIBLE = re.compile(r"^[^\W\d][\w.]*(?:\(-?\d?\)|\[-?\d\])?$|^len\(\w+\)$")
_CJK = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")
_GENITIVES = re.compile(r"[的の之]|의(?=.)")


def _normal(word: str) -> str:
    return _SEPARATORS.sub("", word).lower()


@cache
def _axis_words() -> Mapping[str, tuple[Sense, ...]]:
    found: dict[str, list[Sense]] = {}
    for table, is_firm in ((_FIRM, True), (_LOOSE, False)):
        for symbol, words in table.items():
            for word in words.split():
                found.setdefault(_normal(word), []).append(Sense((symbol,), is_firm))
    return {word: tuple(known) for word, known in found.items()}


@lru_cache(maxsize=4096)
def senses(text: str) -> tuple[Sense, ...]:
    """What a word or phrase may mean; nothing where nobody knows."""
    word = _SELF.sub("", text.strip())
    if len(word) == 1 and word in _LETTERS:
        return tuple(Sense((symbol,), is_firm) for symbol, is_firm in _LETTERS[word])
    listed, subscript = _listed(word), _SUBSCRIPT.match(word)
    if subscript is not None and not listed:
        return tuple(Sense(sense.symbols, False) for sense in senses(subscript[1]))
    return listed or _by_keyword(word)


def symbol_of(word: str) -> str | None:
    """The symbol that a word stands for, if nobody uses it for anything else."""
    symbols = {sense.symbols for sense in senses(word) if sense.is_firm} if is_listed(word) or len(word) == 1 else set()
    return next(iter(symbols))[0] if len(symbols) == len(senses(word)) == 1 else None


def is_listed(text: str) -> bool:
    """Whether a word or phrase stands in the table as it is."""
    return bool(_listed(text))


def _listed(word: str) -> tuple[Sense, ...]:
    known = _axis_words().get(_normal(word)) or _axis_words().get(_normal(_ARTICLES.sub("", word)))
    if known is None and (of := _COUNT.sub("", word)) != word:
        known = tuple(replace(sense, is_firm=False) for sense in _axis_words().get(_normal(of), ()))
    if known is None and _CJK.search(word):
        known = _axis_words().get(_normal(_GENITIVES.sub("", word)))
    return known or ()


def _by_keyword(word: str) -> tuple[Sense, ...]:
    """What a phrase is about; a single word in Latin letters has to stand in the table."""
    if not (" " in word or "_" in word or _CJK.search(word)):
        return ()
    lower = word.lower()
    for pattern, symbol, is_firm in _KEYWORDS:
        if re.search(pattern, lower):
            is_plain = len(_GENITIVES.findall(word)) < 2  # no sizes of parts of something
            return (Sense((symbol,), is_firm and is_plain and bool(_CJK.search(word) or " of " in lower)),)
    return ()


def is_axis_word(name: str) -> bool:
    """Whether a word may stand for the size of an axis: one that is known, or that looks like a variable."""
    return bool(senses(name)) or (_PLAUSIBLE.match(name) is not None and len(name) <= 30)


# Tensors

STATES = ("h_0", "c_0", "h_n", "c_n")
CANONICAL: Mapping[str, str] = {spelling: name for name in STATES for spelling in (name, name.replace("_", ""))}
"""Names that nobody gives to anything else."""


# A word may name several tensors; `hidden` is what goes in as well as what comes out.
_TENSOR_WORDS: Mapping[tuple[str, ...], str] = {
    (
        "input",
    ): "input inputs input_tensor input_data input_seq x input_sequence|输入|輸入|入力|입력|entrada|вход|eingabe|entrée",
    ("output",): """
        output outputs out outs lstm_out lstm_output lstm_outputs rnn_out rnn_output output_seq output_tensor output_sequence
        lstm_outs output_features|输出|輸出|出力|출력|salida|выход|ausgabe|sortie|saída
    """,
    ("h_n",): """
        h_n hn final_hidden last_hidden final_hidden_state last_hidden_state hidden_n h_last h_final final_hidden_states
        last_hidden_states|最终隐藏状态|最后的隐藏状态|最后隐藏状态|最終隠れ状態|最后一个隐藏状态
    """,
    ("c_n",): """
        c_n cn final_cell last_cell final_cell_state last_cell_state cell_n c_last c_final|最终细胞状态|最終セル状態
    """,
    ("h_0",): "h_0 h0 initial_hidden initial_hidden_state init_hidden|初始隐藏状态|初期隠れ状態|초기 은닉 상태",
    ("c_0",): "c_0 c0 initial_cell initial_cell_state|初始细胞状态|初始单元状态|初期セル状態|초기 셀 상태",
    ("h_0", "c_0"): "initial_state initial_states",
    ("h_n", "c_n"): "final_state final_states last_state last_states",
    ("h_n", "h_0"): """
        hidden hidden_state hx|隐藏状态|隐状态|隐层状态|隠れ状態|은닉 상태|은닉상태|히든 스테이트
        |estado oculto|скрытое состояние|скрытого состояния|versteckter zustand|état caché
    """,
    ("h_n", "h_0", "output"): "hidden_states hiddens",
    ("c_n", "c_0"): """
        cell cell_state cell_states cells cx|细胞状态|单元状态|记忆单元|記憶セル|セル状態|셀 상태|셀상태
        |estado de celda|estado de la celda|состояние ячейки|zellzustand|état de cellule
    """,
}


@cache
def _tensor_words() -> tuple[Mapping[str, tuple[str, ...]], Mapping[str, tuple[str, ...]]]:
    """Words in Latin letters, compared as wholes, and phrases of other languages, found anywhere."""
    words, phrases = {}, {}
    for roles, text in _TENSOR_WORDS.items():
        listed, *others = text.split("|")
        words.update(dict.fromkeys(listed.split(), roles))
        phrases.update({phrase.strip(): roles for phrase in others})
    return words, phrases


@cache
def _phrase() -> re.Pattern[str]:
    phrases = sorted(_tensor_words()[1], key=len, reverse=True)
    return re.compile("|".join(map(re.escape, phrases)), re.IGNORECASE)


_ENGLISH = re.compile(
    r"\b(?:initial|final|last)\s+states?\b|\b(?:(?:initial|final|last)\s+)?(?:hidden|cell)[\s-]+states?\b(?!\s+sequences?)|\b(?:input|output)[\s-]+(?:tensors?|sequences?)\b"
    r"|\b(?:bi-?)?(?:lstm|rnn)(?:['’]s)?\s+(?:layer\s+)?(?:outputs?|hidden(?:\s+states?)?|cell\s+states?)\b",
    re.IGNORECASE,
)


_OWNER = re.compile(r"^(?:lstm|rnn|encoder|decoder|enc|dec|the|my|bi_?lstm)(?:['’]s)?_(?:layer_)?")


def roles_of(name: str) -> tuple[str, ...]:
    """Which tensors of an LSTM a word or phrase stands for; nothing where it is none of these."""
    words, phrases = _tensor_words()
    stem = re.sub(r"[\s-]+", "_", name.strip().lower())
    found = words.get(stem) or words.get(_OWNER.sub("", stem))
    return (
        found or phrases.get(name.strip().lower(), ()) or words.get(re.sub(r"_tensors?$|_sequences?$|s$", "", stem), ())
    )


def phrases_in(text: str) -> Iterator[re.Match[str]]:
    """Phrases of several words, or in other scripts, that name a tensor."""
    yield from _ENGLISH.finditer(text)
    yield from _phrase().finditer(text)
