"""How people state shapes in eight languages: sentences with slots, and words."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["LANGUAGES", "Language"]


@dataclass(frozen=True, slots=True)
class Language:
    """Templates with the slots `name`, `noun`, `neutral`, `gap` and `shape`.

    gap is a blank that stands between a Chinese, Japanese or Korean character and the shape; many leave it out.
    """

    nouns: tuple[str, ...]
    """Words for the shape of a tensor; each fits every template."""

    neutral: tuple[str, ...]
    """Words that say nothing; each fits every slot, with the blank behind it."""

    comments: tuple[str, ...]

    results: tuple[str, ...]
    """Comments, too, but on what comes out of a call."""

    sentences: tuple[str, ...]

    bare: tuple[str, ...]
    """What stands behind a print, where nobody names the tensor again."""

    descriptions: tuple[str, ...]
    """What a docstring says of a parameter or a result."""

    heading: str
    columns: tuple[str, str]

    printed: str
    """What announces an output."""

    axes: tuple[str, str, str, str, str]
    """The words for the length, the batch, the input's features, the hidden size and the number of layers."""


LANGUAGES = {
    "English": Language(
        nouns=("shape", "size"),
        neutral=("here ", "indeed ", "of course ", "naturally "),
        comments=(
            "{name}: {shape}",
            "{neutral}{name} has {noun} {shape}",
            "{noun} of {name}: {shape}",
            "the {noun} of {name} is {neutral}{shape}",
        ),
        results=(
            "{name} comes out as {shape}",
            "{neutral}we get {name} with the {noun} {shape}",
        ),
        sentences=(
            "The tensor `{name}` {neutral}has the {noun} {shape}.",
            "After the call, `{name}` is {neutral}of {noun} {shape}.",
            "What you find in {name} is {neutral}a tensor of {noun} {shape}.",
            "The {noun} of `{name}` is {neutral}{shape}.",
            "Print `{name}.shape` and you will see {shape}.",
        ),
        bare=("{shape}", "{noun}: {shape}", "{neutral}gives {shape}"),
        descriptions=("tensor of {noun} {shape}", "{shape}", "a batch of numbers, {neutral}{noun} {shape}"),
        heading="Shapes",
        columns=("Tensor", "Shape"),
        printed="Output:",
        axes=("sequence length", "batch size", "input features", "hidden size", "number of layers"),
    ),
    "German": Language(
        nouns=("Form", "Größe"),
        neutral=("hier ", "natürlich ", "tatsächlich ", "selbstverständlich "),
        comments=(
            "{name}: {shape}",
            "{name} hat {neutral}die {noun} {shape}",
            "{noun} von {name}: {shape}",
            "die {noun} von {name} ist {neutral}{shape}",
        ),
        results=(
            "{name} kommt {neutral}als {shape} heraus",
            "heraus kommt {neutral}{name} mit der {noun} {shape}",
        ),
        sentences=(
            "Der Tensor `{name}` hat {neutral}die {noun} {shape}.",
            "Nach dem Aufruf ist `{name}` {neutral}von der {noun} {shape}.",
            "In {name} steht {neutral}ein Tensor der {noun} {shape}.",
            "Die {noun} von `{name}` ist {neutral}{shape}.",
            "Wer `{name}.shape` ausgibt, sieht {neutral}{shape}.",
        ),
        bare=("{shape}", "{noun}: {shape}", "ergibt {neutral}{shape}"),
        descriptions=("Tensor der {noun} {shape}", "{shape}", "die Zahlen, {neutral}mit der {noun} {shape}"),
        heading="Formen",
        columns=("Tensor", "Form"),
        printed="Ausgabe:",
        axes=("Sequenzlänge", "Batchgröße", "Eingabemerkmale", "verborgene Größe", "Anzahl der Schichten"),
    ),
    "Spanish": Language(
        nouns=("forma", "dimensión"),
        neutral=("aquí ", "naturalmente ", "efectivamente ", "claramente "),
        comments=(
            "{name}: {shape}",
            "{name} tiene {neutral}la {noun} {shape}",
            "{noun} de {name}: {shape}",
            "la {noun} de {name} es {neutral}{shape}",
        ),
        results=(
            "{name} sale {neutral}como {shape}",
            "obtenemos {neutral}{name} con la {noun} {shape}",
        ),
        sentences=(
            "El tensor `{name}` tiene {neutral}la {noun} {shape}.",
            "Después de la llamada, `{name}` es {neutral}de {noun} {shape}.",
            "Lo que queda en {name} es {neutral}un tensor de {noun} {shape}.",
            "La {noun} de `{name}` es {neutral}{shape}.",
            "Si imprimes `{name}.shape`, verás {neutral}{shape}.",
        ),
        bare=("{shape}", "{noun}: {shape}", "da {neutral}{shape}"),
        descriptions=("tensor de {noun} {shape}", "{shape}", "los números, {neutral}con la {noun} {shape}"),
        heading="Formas",
        columns=("Tensor", "Forma"),
        printed="Salida:",
        axes=(
            "longitud de secuencia",
            "tamaño del lote",
            "características de entrada",
            "tamaño oculto",
            "número de capas",
        ),
    ),
    "French": Language(
        nouns=("forme", "taille"),
        neutral=("ici ", "bien ", "naturellement ", "évidemment "),
        comments=(
            "{name} : {shape}",
            "{name} a {neutral}la {noun} {shape}",
            "{noun} de {name} : {shape}",
            "la {noun} de {name} est {neutral}{shape}",
        ),
        results=(
            "{name} sort {neutral}en {shape}",
            "on obtient {neutral}{name} de {noun} {shape}",
        ),
        sentences=(
            "Le tenseur `{name}` a {neutral}la {noun} {shape}.",
            "Après l'appel, `{name}` est {neutral}de {noun} {shape}.",
            "On trouve {neutral}dans {name} un tenseur de {noun} {shape}.",
            "La {noun} de `{name}` est {neutral}{shape}.",
            "En affichant `{name}.shape`, on voit {neutral}{shape}.",
        ),
        bare=("{shape}", "{noun} : {shape}", "donne {neutral}{shape}"),
        descriptions=("tenseur de {noun} {shape}", "{shape}", "les nombres, {neutral}de {noun} {shape}"),
        heading="Formes",
        columns=("Tenseur", "Forme"),
        printed="Sortie :",
        axes=(
            "longueur de séquence",
            "taille du lot",
            "caractéristiques d'entrée",
            "taille cachée",
            "nombre de couches",
        ),
    ),
    "Russian": Language(
        nouns=("форма", "размерность"),
        neutral=("здесь ", "конечно ", "действительно ", "естественно "),
        comments=(
            "{name}: {shape}",
            "у {name} {neutral}{noun} {shape}",
            "{noun} {name}: {shape}",
            "{noun} тензора {name} {neutral}равна {shape}",
        ),
        results=(
            "{name} {neutral}получается {shape}",
            "получаем {neutral}{name}, его {noun} {shape}",
        ),
        sentences=(
            "У тензора `{name}` {neutral}{noun} {shape}.",
            "После вызова {noun} `{name}` {neutral}равна {shape}.",
            "В {name} {neutral}лежит тензор, его {noun} {shape}.",
            "Как видно, {noun} `{name}` {neutral}такая: {shape}.",
            "Если напечатать `{name}.shape`, {neutral}увидим {shape}.",
        ),
        bare=("{shape}", "{noun}: {shape}", "{neutral}даёт {shape}"),
        descriptions=("тензор, {noun} {shape}", "{shape}", "числа, {neutral}{noun} {shape}"),
        heading="Формы",
        columns=("Тензор", "Форма"),
        printed="Вывод:",
        axes=("длина последовательности", "размер батча", "число признаков", "размер скрытого слоя", "число слоёв"),
    ),
    "Chinese": Language(
        nouns=("形状", "维度", "尺寸"),
        neutral=("这里", "当然", "显然", "自然"),
        comments=(
            "{name}：{shape}",
            "{name} 的{noun}{neutral}是{gap}{shape}",
            "{name} 的{noun}：{shape}",
            "{neutral}{name} 的{noun}为{gap}{shape}",
        ),
        results=(
            "{neutral}得到的 {name} {noun}是{gap}{shape}",
            "{name}，{noun}{neutral}变成{gap}{shape}",
        ),
        sentences=(
            "张量 `{name}` 的{noun}{neutral}是{gap}{shape}。",
            "调用之后，`{name}` 的{noun}{neutral}为{gap}{shape}。",
            "{neutral}{name} 里是一个{noun}为{gap}{shape} 的张量。",
            "打印 `{name}.shape`，{neutral}会看到{gap}{shape}。",
            "`{name}` {neutral}是{noun}为{gap}{shape} 的张量。",
        ),
        bare=("{shape}", "{noun}：{shape}", "{neutral}结果是{gap}{shape}"),
        descriptions=("张量，{noun}为{gap}{shape}", "{shape}", "一批数据，{neutral}{noun}是{gap}{shape}"),
        heading="各张量的形状",
        columns=("张量", "形状"),
        printed="输出：",
        axes=("序列长度", "批大小", "输入特征数", "隐藏层大小", "层数"),
    ),
    "Japanese": Language(
        nouns=("形状", "サイズ"),
        neutral=("ここで", "もちろん", "当然", "確かに"),
        comments=(
            "{name}：{shape}",
            "{name} の{noun}は{neutral}{gap}{shape}",
            "{name} の{noun}：{shape}",
            "{neutral}{name} は{noun}が{gap}{shape} である",
        ),
        results=(
            "{neutral}{name} が{gap}{shape} で返る",
            "{noun}が{gap}{shape} の {name} を{neutral}得る",
        ),
        sentences=(
            "テンソル `{name}` の{noun}は{neutral}{gap}{shape} です。",
            "呼び出しの後、`{name}` の{noun}は{neutral}{gap}{shape} になります。",
            "{neutral}{name} には{noun}が{gap}{shape} のテンソルが入っています。",
            "`{name}.shape` を表示すると{neutral}{gap}{shape} が見えます。",
            "`{name}` は{neutral}{noun}が{gap}{shape} のテンソルです。",
        ),
        bare=("{shape}", "{noun}：{shape}", "{neutral}結果は{gap}{shape}"),
        descriptions=("テンソル、{noun}は{gap}{shape}", "{shape}", "データ、{neutral}{noun}は{gap}{shape}"),
        heading="テンソルの形状",
        columns=("テンソル", "形状"),
        printed="出力：",
        axes=("系列長", "バッチサイズ", "入力特徴数", "隠れ層サイズ", "層数"),
    ),
    "Korean": Language(
        nouns=("형태", "크기"),
        neutral=("여기서 ", "물론 ", "당연히 ", "확실히 "),
        comments=(
            "{name}: {shape}",
            "{name}의 {noun}는 {neutral}{shape}",
            "{name}의 {noun}: {shape}",
            "{neutral}{name}의 {noun}는{gap}{shape} 이다",
        ),
        results=(
            "{neutral}{name}는{gap}{shape} 로 나온다",
            "{noun}가{gap}{shape} 인 {name}를 {neutral}얻는다",
        ),
        sentences=(
            "텐서 `{name}`의 {noun}는 {neutral}{shape} 입니다.",
            "호출한 뒤에 `{name}`의 {noun}는{gap}{shape} 가 됩니다.",
            "{neutral}{name}에는 {noun}가{gap}{shape} 인 텐서가 들어 있습니다.",
            "`{name}.shape`를 출력하면 {neutral}{shape} 가 보입니다.",
            "`{name}`는 {neutral}{noun}가{gap}{shape} 인 텐서입니다.",
        ),
        bare=("{shape}", "{noun}: {shape}", "{neutral}결과는{gap}{shape}"),
        descriptions=("텐서, {noun}는{gap}{shape}", "{shape}", "데이터, {neutral}{noun}는{gap}{shape}"),
        heading="텐서의 형태",
        columns=("텐서", "형태"),
        printed="출력:",
        axes=("시퀀스 길이", "배치 크기", "입력 특성 수", "은닉 크기", "레이어 수"),
    ),
}
