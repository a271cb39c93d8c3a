"""Large passages files: the same bytes for any number of processes, slices and runs."""

import gzip
import json

import pytest

from territorial.errors import InputError, OutputError
from territorial.readers import batch
from territorial.readers.articles import iter_passages
from territorial.readers.batch import passages_to_file
from territorial.storage import write_records

TEXTS = (
    "Russia took {n} sq km in January, against 40 sq km in December.",
    "Ukrainian forces retook {n} villages near Kupiansk last week.",
    "The wheat harvest came in late. Nobody spoke of the front.",
    "За добу росіяни захопили {n} кв. км.",
)


@pytest.fixture
def passages(tmp_path):
    path = tmp_path / "passages.jsonl"
    records = [
        {"id": f"p{at}", "published": "2025-02-07", "text": TEXTS[at % 4].format(n=at + 2)}
        for at in range(60)
    ]
    lines = [json.dumps(record, ensure_ascii=False) for record in records]
    lines[7] = '{"id": "broken", '
    lines[30] = ""
    lines[45] = '{"id": "no text", "published": "2025-02-07"}'
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def streamed(passages, path):
    write_records(iter_passages(passages, on_bad=lambda bad: None), path)
    return path.read_bytes()


@pytest.mark.parametrize("ending", ["csv", "jsonl"])
@pytest.mark.parametrize("slice_bytes", [97, 1000, 10**6])
def test_slices_of_any_size_give_the_bytes_of_a_stream(passages, tmp_path, ending, slice_bytes):
    wanted = streamed(passages, tmp_path / f"stream.{ending}")
    out = tmp_path / f"batch.{ending}"
    result = passages_to_file(passages, out, slice_bytes=slice_bytes)
    assert out.read_bytes() == wanted
    assert result.bad == 2
    assert result.lines == 60
    assert not (tmp_path / f"batch.{ending}.parts").exists()


def test_two_processes_give_the_same_bytes_as_one(passages, tmp_path):
    one, two = tmp_path / "one.jsonl", tmp_path / "two.jsonl"
    passages_to_file(passages, one, slice_bytes=1500)
    passages_to_file(passages, two, slice_bytes=1500, jobs=2)
    assert one.read_bytes() == two.read_bytes()


def test_zipped_output_is_the_same_and_holds_the_same(passages, tmp_path):
    first, second = tmp_path / "a.jsonl.gz", tmp_path / "b.jsonl.gz"
    passages_to_file(passages, first, slice_bytes=800)
    passages_to_file(passages, second)
    assert gzip.decompress(first.read_bytes()) == streamed(passages, tmp_path / "s.jsonl")
    assert gzip.decompress(second.read_bytes()) == gzip.decompress(first.read_bytes())


def test_bad_lines_are_told_in_order_and_kept_in_a_side_file(passages, tmp_path):
    told = []
    side = tmp_path / "bad.jsonl"
    passages_to_file(
        passages, tmp_path / "out.jsonl", slice_bytes=500, bad=side, on_bad=told.append
    )
    assert [bad.line for bad in told] == [8, 46]
    kept = [json.loads(line) for line in side.read_text(encoding="utf-8").splitlines()]
    assert [one["line"] for one in kept] == [8, 46]
    assert kept[0]["record"] == '{"id": "broken", '
    assert "'text'" in kept[1]["reason"]


def test_a_run_that_was_stopped_is_gone_on_with(passages, tmp_path, monkeypatch):
    out = tmp_path / "out.jsonl"
    read = []
    plain = batch._read_slice

    def stops(job):
        if len(read) == 2:
            raise KeyboardInterrupt
        read.append(job.number)
        plain(job)

    monkeypatch.setattr(batch, "_read_slice", stops)
    with pytest.raises(KeyboardInterrupt):
        passages_to_file(passages, out, slice_bytes=1000)
    assert not out.exists()
    monkeypatch.setattr(batch, "_read_slice", lambda job: (read.append(job.number), plain(job))[1])
    passages_to_file(passages, out, slice_bytes=1000)
    assert len(read) == len(set(read))  # no slice was read twice
    assert out.read_bytes() == streamed(passages, tmp_path / "stream.jsonl")


def test_slices_of_another_input_are_not_gone_on_with(passages, tmp_path, monkeypatch):
    out = tmp_path / "out.jsonl"
    monkeypatch.setattr(batch, "_join", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        passages_to_file(passages, out, slice_bytes=1000)
    monkeypatch.undo()
    lines = passages.read_text(encoding="utf-8").splitlines()
    passages.write_text("\n".join(lines[:10]) + "\n", encoding="utf-8")
    passages_to_file(passages, out, slice_bytes=1000)
    assert out.read_bytes() == streamed(passages, tmp_path / "stream.jsonl")


def test_an_empty_file_gives_an_empty_output(tmp_path):
    path = tmp_path / "none.jsonl"
    path.write_text("", encoding="utf-8")
    assert passages_to_file(path, tmp_path / "out.jsonl") == (0, 0, 0)


def test_no_processes_are_refused(passages, tmp_path):
    with pytest.raises(InputError, match="wanted one process or more, given 0"):
        passages_to_file(passages, tmp_path / "out.jsonl", jobs=0)


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(InputError, match="wanted a passages file, given FileNotFoundError"):
        passages_to_file(tmp_path / "absent.jsonl", tmp_path / "out.jsonl")


def test_an_output_in_a_missing_folder_is_told(passages, tmp_path):
    with pytest.raises(OutputError, match="nothing was written"):
        passages_to_file(passages, tmp_path / "absent" / "out.jsonl")
