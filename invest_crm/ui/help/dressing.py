"""How the manual looks: Qt's own reading of Markdown, dressed in the theme's type and colours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextImageFormat,
    QTextLength,
    QTextTable,
    QTextTableCellFormat,
)

from invest_crm.ui import theme

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from PySide6.QtGui import QImage, QTextBlock, QTextFragment

PICTURE: Final = "picture:"
"""The scheme of the link that lies on every picture."""
_INDENT: Final = 16
_TALL: Final = 0.5625  # most pictures are windows of 16:9
_LINE: Final = 140.0  # per cent of the font's height
_LINE_IN_TABLE: Final = 120.0
_SHORT, _LONG = 64, 230  # what a column of a table counts for, at least and at most
_SIZES: Final = {1: theme.TITLE, 2: theme.HEADING, 3: theme.BODY}
_DIALECT: Final = (
    QTextDocument.MarkdownFeature.MarkdownDialectGitHub
    | QTextDocument.MarkdownFeature.MarkdownNoHTML
)


def write(document: QTextDocument, markdown: str) -> None:
    """Put Markdown into a document. HTML in it is shown as it is written, not obeyed."""
    document.setDefaultFont(theme.current().font())
    document.setDocumentMargin(theme.GAP_TINY)
    document.setIndentWidth(theme.px(_INDENT))
    document.setMarkdown(markdown, _DIALECT)
    for block in _blocks(document):
        _dress_block(block)
        for fragment in list(_fragments(block)):
            _dress_fragment(document, fragment)
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            _dress_table(frame)


def fit_pictures(document: QTextDocument, width: float, known: Mapping[str, QImage]) -> None:
    """Make every picture at most as wide as the column; one not loaded yet keeps its place."""
    whole = QTextCursor(document)
    whole.beginEditBlock()
    for block in _blocks(document):
        for fragment in list(_fragments(block)):
            shape = _picture(fragment)
            if shape is None:
                continue
            image = known.get(shape.name())
            tall = image.height() / image.width() if image and image.width() else _TALL
            wide = min(width, float(image.width())) if image and image.width() else width
            shape.setWidth(wide)
            shape.setHeight(wide * tall)
            _over(document, fragment).setCharFormat(shape)
    whole.endEditBlock()


def pictures(document: QTextDocument) -> list[str]:
    """The names of the pictures in a document."""
    found = (_picture(one) for block in _blocks(document) for one in _fragments(block))
    return [shape.name() for shape in found if shape is not None]


def _dress_block(block: QTextBlock) -> None:
    cursor = QTextCursor(block)
    shape, line = block.blockFormat(), _LINE
    level = shape.headingLevel()
    if level:
        shape.setTopMargin(theme.MARGIN if block.blockNumber() else 0)
        shape.setBottomMargin(theme.GAP_TINY)
        letters = QTextCharFormat()
        size = _SIZES.get(level, theme.BODY)
        letters.setFont(theme.current().font(size, 600))
        letters.setForeground(theme.current().color("ink"))
        cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
        cursor.mergeCharFormat(letters)
        cursor = QTextCursor(block)
    elif cursor.currentTable() is not None:
        line = _LINE_IN_TABLE
    else:
        shape.setTopMargin(theme.GAP_TINY)
        shape.setBottomMargin(theme.GAP_TINY)
    height = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
    shape.setLineHeight(100.0 if _holds_picture(block) else line, height)
    if shape.property(QTextFormat.Property.BlockCodeFence) is not None:
        shape.setBackground(theme.current().color("well"))
        shape.setLeftMargin(theme.GAP_SMALL)
    cursor.setBlockFormat(shape)


def _dress_fragment(document: QTextDocument, fragment: QTextFragment) -> None:
    letters = fragment.charFormat()
    picture = _picture(fragment)
    if picture is not None:
        picture.setAnchor(True)
        picture.setAnchorHref(PICTURE + picture.name())
        _over(document, fragment).setCharFormat(picture)
        return
    change = QTextCharFormat()
    if letters.isAnchor():
        change.setForeground(theme.current().color("accent"))
        change.setFontUnderline(False)
    elif letters.fontFixedPitch():
        change.setFontFamilies(theme.current().font().families())
        change.setFontFixedPitch(False)
        change.setFontWeight(QFont.Weight.Medium)
        change.setForeground(theme.current().color("ink"))
        change.setBackground(theme.current().color("hover"))
    else:
        return
    _over(document, fragment).mergeCharFormat(change)


def _dress_table(table: QTextTable) -> None:
    look = theme.current()
    shape = table.format()
    shape.setBorderCollapse(True)
    shape.setBorder(1)
    shape.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    shape.setBorderBrush(look.color("line"))
    shape.setCellPadding(theme.px(3))
    shape.setCellSpacing(0)
    shape.setTopMargin(theme.GAP_TINY)
    shape.setBottomMargin(theme.GAP_SMALL)
    shape.setWidth(_share(100))
    shape.setColumnWidthConstraints([_share(part) for part in _shares(table)])
    table.setFormat(shape)
    for column in range(table.columns()):
        cell = table.cellAt(0, column)
        ground = QTextTableCellFormat(cell.format().toTableCellFormat())
        ground.setBackground(look.color("well"))
        cell.setFormat(ground)


def _shares(table: QTextTable) -> list[float]:
    """What each column gets of the width, in per cent: by its longest cell, within reason."""
    metrics, rows = QFontMetrics(theme.current().font()), range(table.rows())
    longest = [
        max(metrics.horizontalAdvance(_cell_text(table, row, column)) for row in rows)
        for column in range(table.columns())
    ]
    least, most = theme.px(_SHORT), theme.px(_LONG)
    weights = [min(max(length, least), most) for length in longest]
    return [100 * weight / sum(weights) for weight in weights]


def _cell_text(table: QTextTable, row: int, column: int) -> str:
    cell = table.cellAt(row, column)
    cursor = cell.firstCursorPosition()
    cursor.setPosition(cell.lastPosition(), QTextCursor.MoveMode.KeepAnchor)
    return cursor.selectedText()


def _share(percent: float) -> QTextLength:
    return QTextLength(QTextLength.Type.PercentageLength, percent)


def _blocks(document: QTextDocument) -> Iterator[QTextBlock]:
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def _fragments(block: QTextBlock) -> Iterator[QTextFragment]:
    walk = block.begin()
    while not walk.atEnd():
        yield walk.fragment()
        walk += 1


def _holds_picture(block: QTextBlock) -> bool:
    return any(_picture(one) is not None for one in _fragments(block))


def _picture(fragment: QTextFragment) -> QTextImageFormat | None:
    """The shape of a picture; None for letters."""
    shape = fragment.charFormat().toImageFormat()
    return shape if shape.isValid() and shape.name() else None


def _over(document: QTextDocument, fragment: QTextFragment) -> QTextCursor:
    cursor = QTextCursor(document)
    cursor.setPosition(fragment.position())
    cursor.setPosition(fragment.position() + fragment.length(), QTextCursor.MoveMode.KeepAnchor)
    return cursor
