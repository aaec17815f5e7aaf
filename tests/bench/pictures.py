# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What drawing a large photo again takes: `python -m tests.bench.pictures`. Each in a process of its own.

Photos of 40 million pixels (7304 × 5480) with the detail of a fixed seed; seconds of CPU, and the most memory that the
process held beyond what it held before, in MB. The HEIC is read from a file, since nothing here writes one.
"""

import io
import multiprocessing
import re
import sys
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np
from PIL import Image

from deliberation.records import pictures

SIZE = (7304, 5480)


def photo() -> Image.Image:
    """Patches of colour with soft edges and some noise, as a photo has."""
    random = np.random.default_rng(20_261_129)
    rough = random.integers(0, 255, (SIZE[1] // 64, SIZE[0] // 64, 3), dtype=np.uint8)
    return Image.fromarray(rough).resize(SIZE, Image.Resampling.BICUBIC)


def encoded(kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    photo().save(out, kind, **options)
    return out.getvalue()


KINDS: dict[str, Callable[[], bytes]] = {
    "JPEG": lambda: encoded("JPEG", quality=88),
    "JPEG, progressive": lambda: encoded("JPEG", quality=88, progressive=True),
    "JPEG, progressive, full colour": lambda: encoded("JPEG", quality=88, progressive=True, subsampling=0),
}


def most_memory() -> int:
    """The most that this process has held so far, in kB."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert found is not None
    return int(found[1])


def draw(content: bytes, answer: Connection) -> None:
    """In a process that has drawn nothing yet."""
    pictures.drawn(Path(__file__).parents[1].joinpath("enclosures/phones/iphone.heic").read_bytes())
    before = most_memory()
    begun = time.process_time()
    drawings = pictures.drawn(content)
    spent = time.process_time() - begun
    grown = (most_memory() - before) / 1024
    answer.send((spent, grown, sum(len(drawing.content) for drawing in drawings)))


def measured(content: bytes) -> tuple[float, float, int]:
    fresh = multiprocessing.get_context("spawn")
    mine, theirs = fresh.Pipe()
    process = fresh.Process(target=draw, args=(content, theirs))
    process.start()
    found: tuple[float, float, int] = mine.recv()
    process.join()
    return found


def main() -> None:
    contents = {kind: make() for kind, make in KINDS.items()}
    contents |= {Path(name).name: Path(name).read_bytes() for name in sys.argv[1:]}
    print("| file | MB sent | CPU, s | memory, MB | kB kept |\n|---|---|---|---|---|")
    for kind, content in contents.items():
        spent, grown, kept = measured(content)
        print(f"| {kind} | {len(content) / 1e6:.1f} | {spent:.1f} | {grown:.0f} | {kept / 1000:.0f} |")


if __name__ == "__main__":
    main()
