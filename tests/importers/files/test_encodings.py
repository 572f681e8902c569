"""Letters come out as they were written, whatever the encoding, and a late byte is not overlooked."""

import pytest

from procmine.errors import UnreadableSource, WrongOption

TEXT = "Fall;Tätigkeit;Ort\n1;Prüfung;Köln\n2;Freigabe – spät;São Paulo\n"
ROWS = [("1", "Prüfung", "Köln"), ("2", "Freigabe – spät", "São Paulo")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_utf8_is_read_without_a_word(read, encoding):
    found = read(TEXT.encode(encoding))
    assert found.rows() == ROWS
    assert found.source.columns == ("Fall", "Tätigkeit", "Ort")
    assert found.source.notes == ()


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_another_encoding_is_read_and_told(read, encoding):
    found = read(TEXT.encode(encoding))
    assert found.rows() == ROWS
    assert found.source.columns == ("Fall", "Tätigkeit", "Ort")
    assert found.lines() == [2, 3]
    assert found.note("encoding").severity == "info"
    assert found.source.details["encoding"] == encoding


def test_big_endian_with_a_mark_is_read(read):
    assert read(b"\xfe\xff" + TEXT.encode("utf-16-be")).rows() == ROWS


def test_one_accent_after_ten_megabytes_decides_the_encoding(read):
    plain = b"id,name\n" + b"12345,somebody of that name\n" * 400_000
    found = read(plain + "7,Müller\n".encode("cp1252"))
    assert found.source.details["encoding"] == "cp1252"
    assert found.rows()[-1] == ("7", "Müller")
    assert found.source.rows == 400_001


def test_a_letter_on_the_edge_of_two_chunks_stays_whole(read):
    head = b"id,name\n"
    filler = b"1," + b"x" * ((1 << 20) - len(head) - 4) + b"\n"
    found = read(head + filler + "é,é\n".encode())
    assert len(head + filler) == (1 << 20) - 1
    assert found.rows()[-1] == ("é", "é")
    assert found.source.notes == ()


def test_a_few_broken_bytes_do_not_make_utf8_another_encoding(read):
    found = read(TEXT.encode() + b"3;Gr\xfc\xdfe;x\n")
    assert found.rows()[:2] == ROWS
    assert "\ufffd" in found.rows()[2][1]
    assert found.note("encoding").severity == "warning"
    assert found.source.rows == 3


@pytest.mark.parametrize(
    ("encoding", "word"), [("cp1251", "Согласование заявки клиента"), ("shift_jis", "見積書の確認と承認")]
)
def test_another_script_is_recognised(read, encoding, word):
    lines = "".join(f"{i};{word};{word}\n" for i in range(50))
    found = read(f"id;{word};b\n{lines}".encode(encoding))
    assert found.source.columns[1] == word
    assert found.rows()[0][1] == word


def test_the_encoding_given_is_used(read):
    found = read("id;name\n1;Łódź\n".encode("cp1250"), encoding="cp1250")
    assert found.rows() == [("1", "Łódź")]
    with pytest.raises(WrongOption, match="klingon"):
        read("a;b\n1;2\n", encoding="klingon")


def test_an_encoding_that_does_not_fit_is_refused(read):
    with pytest.raises(UnreadableSource, match="not ascii"):
        read(TEXT.encode(), encoding="ascii")
