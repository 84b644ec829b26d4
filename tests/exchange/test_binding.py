"""Binding: pages upright on A4 in their order, nothing that acts, and hostile files left out."""

from __future__ import annotations

import io
import zlib

import pypdf
import pypdfium2
import pytest
from PIL import Image
from pypdf.generic import DictionaryObject, NameObject, TextStringObject
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from invest_crm import children
from invest_crm.exchange import binding as module
from invest_crm.exchange.binding import Leaf, bind, leaf
from invest_crm.exchange.media import PDF

A4 = (595, 842)


def pdf(*words: str, size: tuple[float, float] = (400, 600), password: bool = False) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, size, encrypt=StandardEncryption("secret") if password else None)
    for word in words:
        canvas.setFont("Helvetica", 40)
        canvas.drawString(60, size[1] - 100, word)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def photo(width: int, height: int, orientation: int = 1, kind: str = "JPEG") -> bytes:
    """A picture whose upper half is red as its pixels lie."""
    made = Image.new("RGB", (width, height), "white")
    made.paste("red", (0, 0, width, height // 2))
    exif = made.getexif()
    exif[0x0112] = orientation
    out = io.BytesIO()
    made.save(out, kind, exif=exif)
    return out.getvalue()


def seen(data: bytes, page: int = 0) -> Image.Image:
    """A page as it is drawn."""
    document = pypdfium2.PdfDocument(data)
    found: Image.Image = document[page].render(scale=0.25).to_pil().convert("RGB")
    document.close()
    return found


def texts(data: bytes) -> list[str]:
    return [page.extract_text().strip() for page in pypdf.PdfReader(io.BytesIO(data)).pages]


def red(image: Image.Image, x: float, y: float) -> bool:
    """Whether a point (shares of width and height) is red."""
    at = image.getpixel((int(image.width * x), int(image.height * y)))
    assert isinstance(at, tuple)
    return at[0] > 200 and at[1] < 80


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_page_lies_on_a4_as_it_is_looked_at(turned: int) -> None:
    writer = pypdf.PdfWriter()
    writer.add_page(pypdf.PdfReader(io.BytesIO(pdf("UP"))).pages[0]).rotate(turned)
    source = io.BytesIO()
    writer.write(source)
    found = leaf(source.getvalue(), PDF)
    assert found.turned == (turned in (90, 270),)
    box = pypdf.PdfReader(io.BytesIO(found.data)).pages[0].mediabox
    size = (round(float(box.width)), round(float(box.height)))
    assert size == (A4[::-1] if turned in (90, 270) else A4)
    before, after = seen(source.getvalue()), seen(found.data)
    assert _corner(before) == _corner(after)


def _corner(image: Image.Image) -> tuple[bool, bool]:
    """Whether the ink lies right and below of the middle."""
    grey = image.convert("L").point(lambda value: 255 if value < 128 else 0)
    box = grey.getbbox()
    assert box is not None
    return (box[0] + box[2]) / 2 > image.width / 2, (box[1] + box[3]) / 2 > image.height / 2


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_photo_stands_upright_as_its_camera_says(kind: str) -> None:
    media = f"image/{kind.lower()}"
    plain = seen(leaf(photo(800, 400, kind=kind), media).data)
    assert red(plain, 0.5, 0.35)
    assert not red(plain, 0.5, 0.7)
    turned = leaf(photo(800, 400, orientation=6, kind=kind), media)
    assert turned.turned == (False,)  # a quarter turn makes a standing picture of a lying one
    image = seen(turned.data)
    assert red(image, 0.6, 0.5)
    assert not red(image, 0.35, 0.5)


def test_forms_are_flattened_and_nothing_that_acts_goes_along() -> None:
    out = io.BytesIO()
    canvas = Canvas(out, (400, 600))
    canvas.drawString(50, 500, "form")
    canvas.acroForm.textfield(name="unit", value="FILLED", x=50, y=400, width=200, height=30)
    canvas.linkURL("http://example.invalid/", (0, 0, 100, 100))
    canvas.save()
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(out.getvalue()))
    script = {"/S": NameObject("/JavaScript"), "/JS": TextStringObject("app.alert('x')")}
    action = DictionaryObject({NameObject(key): value for key, value in script.items()})
    writer.root_object[NameObject("/OpenAction")] = action
    writer.add_attachment("evil.exe", b"MZ")
    acting = io.BytesIO()
    writer.write(acting)
    found = leaf(acting.getvalue(), PDF)
    assert found.pages == 1
    assert "FILLED" in texts(found.data)[0]
    for trace in (b"/JavaScript", b"/JS", b"/EmbeddedFile", b"/URI", b"/AcroForm", b"evil.exe"):
        assert trace not in found.data, trace


def bomb() -> bytes:
    """A picture that says it is enormous."""
    made = Image.new("1", (20_000, 20_000))
    out = io.BytesIO()
    made.save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "media", "why"),
    [
        (b"%PDF-1.7\nnonsense", PDF, "damaged"),
        (b"", PDF, "damaged"),
        (pdf("x", password=True), PDF, "encrypted"),
        (b"\x89PNG\r\n\x1a\nnonsense", "image/png", "damaged"),
        (bomb(), "image/png", "memory"),
        (b"text", "text/plain", "kind"),
        (photo(10, 10), "image/gif", "kind"),
        (pdf(*["x"] * 401), PDF, "pages"),
    ],
)
def test_what_cannot_be_bound_is_left_out_with_its_reason(
    data: bytes, media: str, why: str
) -> None:
    assert leaf(data, media) == Leaf(why=why)  # type: ignore[arg-type]


def test_a_stream_that_unpacks_without_end_binds_nothing_and_harms_nothing() -> None:
    packed = zlib.compress(zlib.compress(b"\0" * 500_000_000))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>",
        b"<</Filter[/FlateDecode/FlateDecode]/Length %d>>stream\n%s\nendstream"
        % (len(packed), packed),
    ]
    data = b"%PDF-1.4\n"
    data += b"".join(b"%d 0 obj%s endobj\n" % (n, one) for n, one in enumerate(objects, start=1))
    found = leaf(data + b"trailer<</Root 1 0 R/Size 5>>", PDF)
    assert found.why in ("damaged", "memory", "")
    assert len(found.data) < 10_000_000


def test_a_child_that_dies_leaves_out_its_file_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    kill = "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
    real = children.command("--bind-child")
    monkeypatch.setattr(children, "command", lambda _flag: [real[0], "-c", kill])
    assert leaf(pdf("x"), PDF) == Leaf(why="damaged")
    assert bind(pdf("1"), [pdf("x")], [], "T", "A") is None


def test_a_child_that_hangs_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    real = children.command("--bind-child")
    monkeypatch.setattr(children, "command", lambda _flag: [real[0], "-c", "input(); input()"])
    monkeypatch.setattr(module, "_SECONDS", 0.2)
    sleep = "import time; time.sleep(60)"
    monkeypatch.setattr(children, "command", lambda _flag: [real[0], "-c", sleep])
    assert leaf(pdf("x"), PDF) == Leaf(why="damaged")


def test_parts_stand_in_their_order_under_their_numbers_with_bookmarks() -> None:
    first, second = leaf(pdf("A", "B"), PDF), leaf(pdf("C"), PDF)
    over = pdf("n1", "n2", "n3", size=A4)
    made = bind(over, [first.data, second.data], [("备案", 0), ("合同", 2)], "甲", "县局")
    assert made is not None
    assert [page.split() for page in texts(made)] == [["A", "n1"], ["B", "n2"], ["C", "n3"]]
    reader = pypdf.PdfReader(io.BytesIO(made))
    marks = [(one.title, reader.get_destination_page_number(one)) for one in reader.outline]  # type: ignore[union-attr,arg-type]
    assert marks == [("备案", 0), ("合同", 2)]
    assert reader.metadata is not None
    assert reader.metadata.title == "甲"
