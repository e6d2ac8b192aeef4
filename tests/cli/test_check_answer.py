"""`convas check-answer`, as it is run: one answer, a class of them, every format and every exit."""

import json

import pytest

from cli.running import run
from convas.resources import resource

EXERCISE = str(resource("examples", "cmyk-classifier.convas"))
SHEET = str(resource("examples", "answer-sheet.convas"))
WRONG = (
    "conv1 ((3*3)*1+1)*20 = 200; conv2 ((3*3)*20+1)*20 = 3620; pool; conv3 (3*3*20+1)*40 = 7240; "
    "conv4 (3*3*20+1)*40 = 7240; pool; conv5 (3*3*20+1)*80 = 14480; total 32,780\n"
)
RIGHT = "conv1 740\nconv2 3620\nconv3 3620\nconv4 3620\nconv5 0\ndense_1 8640030\ndense_2 310\ntotal 8,651,940\n"


def convas(*arguments):
    done = run(*arguments)
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "class").mkdir()
    for name, said in (("anna.txt", RIGHT), ("ben.txt", WRONG), ("carl.md", "8,655,560"), ("dora.txt", WRONG)):
        (tmp_path / "class" / name).write_text(said, "utf-8")
    return tmp_path / "class"


def test_the_wrong_sheet_is_told_line_by_line(tmp_path):
    (tmp_path / "sheet.txt").write_text(WRONG, "utf-8")
    status, out, err = convas("check-answer", SHEET, str(tmp_path / "sheet.txt"))
    assert (status, err) == (1, "")
    assert "20 input channels instead of 40" in out
    assert "The sum adds up, but is wrong. The total is 54,380." in out
    status, out, err = convas("check-answer", EXERCISE, str(tmp_path / "sheet.txt"))
    assert status == 1
    assert "80 filters instead of 20 and it shares conv3's parameters, so it adds 0." in out
    assert "7,271,940 with padding valid" in out


def test_a_right_answer_ends_with_nought(tmp_path):
    (tmp_path / "right.txt").write_text(RIGHT, "utf-8")
    status, out, _ = convas("check-answer", EXERCISE, str(tmp_path / "right.txt"))
    assert status == 0
    assert "All is right: 8,651,940 parameters." in out


def test_our_own_report_is_a_right_answer(tmp_path):
    for form in ("table", "csv", "markdown"):
        out = tmp_path / f"own-{form}.txt"
        assert convas("count", EXERCISE, "--format", form, "-o", str(out))[0] == 0
        assert convas("check-answer", EXERCISE, str(out))[0] == 0, form


def test_a_class_is_a_table_with_the_commonest_mistakes(folder):
    status, out, err = convas("check-answer", EXERCISE, str(folder))
    assert (status, err) == (1, "")
    lines = out.splitlines()
    assert [line.split()[0] for line in lines[3:7]] == ["anna.txt", "ben.txt", "carl.md", "dora.txt"]
    assert "8 of 8" in lines[3]
    assert "1 of 4 answers all right." in out
    assert "    3  shared layer counted twice" in out


@pytest.mark.parametrize("format", ["table", "json", "markdown", "html"])
def test_every_format_is_written_to_a_file(folder, tmp_path, format):
    for answers in (folder, folder / "ben.txt"):
        out = tmp_path / f"verdict.{format}"
        status, told, _ = convas("check-answer", EXERCISE, str(answers), "--format", format, "-o", str(out))
        assert (status, told) == (1, "")
        written = out.read_text("utf-8")
        assert "8,651,940" in written or '"right": 8651940' in written
        if format == "json":
            json.loads(written)


def test_json_has_the_mistakes_for_programs(folder):
    _, out, _ = convas("check-answer", EXERCISE, str(folder / "ben.txt"), "--format", "json")
    data = json.loads(out)
    conv1 = data["lines"][0]
    assert (conv1["claimed"], conv1["right"], conv1["layers"]) == (200, 740, ["conv1"])
    assert conv1["mistakes"][0][0]["kind"] == "wrong number of input channels"
    assert data["total"]["right"] == 8651940
    assert data["total"]["with_another_padding"] == {"padding valid": 7271940}


def test_marks_of_a_page_are_no_code(tmp_path):
    (tmp_path / "a.txt").write_text("<script>alert(1)</script> conv1: 741\n", "utf-8")
    _, out, _ = convas("check-answer", EXERCISE, str(tmp_path / "a.txt"), "--format", "html")
    assert "<script>" not in out


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\x00\xff" * 100, "is no text"),
        (b"nothing to check", "There is no number"),
        (b"9" * 2**21, "larger than 1 MiB"),
        (b"a " * 2**18, "longer than"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(tmp_path, content, said):
    (tmp_path / "odd.txt").write_bytes(content)
    status, out, err = convas("check-answer", EXERCISE, str(tmp_path / "odd.txt"))
    assert (status, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1


def test_in_a_class_the_unreadable_ones_are_named_and_the_others_marked(folder, tmp_path):
    (folder / "photo.txt").write_bytes(b"\x00\x01\x02" * 50)
    (folder / "scan.pdf").write_bytes(b"%PDF")
    (folder / "sub").mkdir()
    (tmp_path / "outside.txt").write_text(RIGHT, "utf-8")
    (folder / "link.txt").symlink_to(tmp_path / "outside.txt")
    status, out, err = convas("check-answer", EXERCISE, str(folder))
    assert status == 2
    assert "photo.txt is no text" in out
    assert "anna.txt" in out
    for name in ("scan.pdf", "sub", "link.txt"):
        assert f"{name} was passed over" in err


def test_missing_files_and_wrong_calls(tmp_path):
    assert convas("check-answer", EXERCISE, str(tmp_path / "none.txt"))[0] == 2
    assert convas("check-answer", str(tmp_path / "none.convas"), EXERCISE)[0] == 2
    assert convas("check-answer", EXERCISE)[0] == 2
    (tmp_path / "empty").mkdir()
    status, _, err = convas("check-answer", EXERCISE, str(tmp_path / "empty"))
    assert status == 2
    assert "has no answers in it" in err


def test_what_is_asked_for_can_be_said(tmp_path):
    net = str(resource("examples", "resnet-50-keras.convas"))
    (tmp_path / "total.txt").write_text("25,583,592", "utf-8")
    status, out, _ = convas("check-answer", net, str(tmp_path / "total.txt"), "--count", "trainable")
    assert status == 0, out
