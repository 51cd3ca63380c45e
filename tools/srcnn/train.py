"""Trains SRCNN for factor 2 on the CPU, with a fixed seed.

    python train.py --wheels wheels --checkpoint srcnn.pt --log ../../models/srcnn-training.csv [--steps 10000]
"""

import argparse
import csv
import math
import time
from pathlib import Path

import torch
from torch.nn.functional import l1_loss, mse_loss

from images import TRAINING, read_photograph
from model import Srcnn
from resize import enlarge, reduce, to_tensor

SEED = 6
BATCH = 6
CROP = 96  # pixels of the high resolution; wide, because the zeros that the convolutions pad with reach 6 pixels inwards
LEARNING_RATE = 1e-3
SCALES = (1.0, 0.75, 0.5)  # each photograph serves at these sizes; the smaller ones are sharper and free of JPEG's traces
LOG_EVERY = 50

Pair = tuple[torch.Tensor, torch.Tensor]


def training_pairs(wheels: Path) -> list[Pair]:
    """Pairs of [3,H,W]: what the network is given (low resolution, enlarged) and what it is to return."""
    pairs = []
    for photograph in TRAINING:
        whole = to_tensor(read_photograph(photograph, wheels))
        for scale in SCALES:
            high = whole if scale == 1 else reduce(whole, scale)
            high = high[..., : high.shape[-2] // 2 * 2, : high.shape[-1] // 2 * 2]
            low = reduce(high, 0.5)
            pairs.append((enlarge(low, list(high.shape[-2:]))[0], high[0]))
    return pairs


def random_batch(pairs: list[Pair], random: torch.Generator) -> Pair:
    """[BATCH,3,CROP,CROP] twice: random places, mirrored, turned, colours exchanged; all of these commute with the resizing."""

    def below(limit: int) -> int:
        return int(torch.randint(limit, (1,), generator=random))

    given, wanted = [], []
    for _ in range(BATCH):
        pair = torch.stack(pairs[below(len(pairs))])
        top, left = below(pair.shape[-2] - CROP + 1), below(pair.shape[-1] - CROP + 1)
        crop = pair[:, torch.randperm(3, generator=random), top : top + CROP, left : left + CROP]
        crop = torch.rot90(crop.flip(-1) if below(2) else crop, below(4), (-2, -1))
        given.append(crop[0])
        wanted.append(crop[1])
    return torch.stack(given), torch.stack(wanted)


def psnr(squared_error: float) -> float:
    return -10 * math.log10(squared_error)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wheels", type=Path, required=True)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--log", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=10000)
    options = parser.parse_args()

    torch.set_num_threads(1)  # sums in one order, so the same digits again; and no threads waiting for each other on a busy machine
    torch.manual_seed(SEED)
    random = torch.Generator().manual_seed(SEED)
    pairs = training_pairs(options.wheels)
    model = Srcnn()
    model.start_near_identity()
    optimizer = torch.optim.Adam(model.parameters(), lr=LEARNING_RATE)

    began = time.monotonic()
    sums = [0.0, 0.0, 0.0]  # L1 loss, squared error of bicubic, squared error of SRCNN
    with options.log.open("w", newline="") as file:
        log = csv.writer(file, lineterminator="\n")
        log.writerow(["step", "seconds", "learning_rate", "l1_loss", "bicubic_psnr_db", "srcnn_psnr_db"])
        for step in range(1, options.steps + 1):
            rate = LEARNING_RATE * (0.01 + 0.99 * (1 + math.cos(math.pi * step / options.steps)) / 2)
            for group in optimizer.param_groups:
                group["lr"] = rate
            given, wanted = random_batch(pairs, random)
            returned = model(given)
            loss = l1_loss(returned, wanted)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()

            for index, value in enumerate((loss, mse_loss(given, wanted), mse_loss(returned, wanted))):
                sums[index] += float(value.detach())
            if step % LOG_EVERY == 0:
                l1, bicubic, srcnn = (value / LOG_EVERY for value in sums)
                log.writerow([step, f"{time.monotonic() - began:.1f}", f"{rate:.3g}", f"{l1:.6f}", f"{psnr(bicubic):.3f}", f"{psnr(srcnn):.3f}"])
                file.flush()
                sums = [0.0, 0.0, 0.0]
                torch.save(model.state_dict(), options.checkpoint)
    torch.save(model.state_dict(), options.checkpoint)


if __name__ == "__main__":
    main()
