"""The table of words for the tensors of an LSTM, in the languages that people write about LSTMs in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

__all__ = ["CANONICAL", "STATES", "phrases_in", "roles_of"]

STATES = ("h_0", "c_0", "h_n", "c_n")

CANONICAL: Mapping[str, str] = {"h_n": "h_n", "hn": "h_n", "c_n": "c_n", "cn": "c_n", "h_0": "h_0", "h0": "h_0"}
CANONICAL = {**CANONICAL, "c_0": "c_0", "c0": "c_0"}
"""Names that nobody gives to anything else."""

# A word may name several tensors; `hidden` is what goes in as well as what comes out.
_WORDS: Mapping[tuple[str, ...], str] = {
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
        hidden hidden_state hidden_states hiddens hx|隐藏状态|隐状态|隐层状态|隠れ状態|은닉 상태|은닉상태|히든 스테이트
        |estado oculto|скрытое состояние|скрытого состояния|versteckter zustand|état caché
    """,
    ("c_n", "c_0"): """
        cell cell_state cell_states cells cx|细胞状态|单元状态|记忆单元|記憶セル|セル状態|셀 상태|셀상태
        |estado de celda|estado de la celda|состояние ячейки|zellzustand|état de cellule
    """,
}


def _tables() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """Words in Latin letters, compared as wholes, and phrases of other languages, found anywhere."""
    words, phrases = {}, {}
    for roles, text in _WORDS.items():
        listed, *others = text.split("|")
        words.update(dict.fromkeys(listed.split(), roles))
        phrases.update({phrase.strip(): roles for phrase in others})
    return words, phrases


_KNOWN, _PHRASES = _tables()
_ANY_PHRASE = re.compile("|".join(re.escape(p) for p in sorted(_PHRASES, key=len, reverse=True)), re.IGNORECASE)
_ENGLISH = re.compile(
    r"\b(?:initial|final|last)\s+states?\b|\b(?:(?:initial|final|last)\s+)?(?:hidden|cell)[\s-]+states?\b(?!\s+sequences?)|\b(?:input|output)[\s-]+(?:tensors?|sequences?)\b"
    r"|\b(?:bi-?)?(?:lstm|rnn)(?:['’]s)?\s+(?:layer\s+)?(?:outputs?|hidden(?:\s+states?)?|cell\s+states?)\b",
    re.IGNORECASE,
)


_OWNER = re.compile(r"^(?:lstm|rnn|encoder|decoder|enc|dec|the|my|bi_?lstm)(?:['’]s)?_(?:layer_)?")


def roles_of(name: str) -> tuple[str, ...]:
    """Which tensors of an LSTM a word or phrase stands for; nothing where it is none of these."""
    stem = re.sub(r"[\s-]+", "_", name.strip().lower())
    found = _KNOWN.get(stem) or _KNOWN.get(_OWNER.sub("", stem))
    return (
        found
        or _PHRASES.get(name.strip().lower(), ())
        or _KNOWN.get(re.sub(r"_tensors?$|_sequences?$|s$", "", stem), ())
    )


def phrases_in(text: str) -> Iterator[re.Match[str]]:
    """Phrases of several words, or in other scripts, that name a tensor."""
    yield from _ENGLISH.finditer(text)
    yield from _ANY_PHRASE.finditer(text)
