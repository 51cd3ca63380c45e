"""SRCNN 9-1-5 (Dong et al., 2014) on RGB from 0 to 1, at the target size already; the four exported files share one set of its weights."""

import torch
from torch import nn


class Srcnn(nn.Module):
    """[N,3,H,W] to [N,3,H,W], float32; 20,099 weights and biases. No skip connection, as in the paper."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(3, 64, kernel_size=9, padding=4)
        self.conv2 = nn.Conv2d(64, 32, kernel_size=1)
        self.conv3 = nn.Conv2d(32, 3, kernel_size=5, padding=2)
        self.relu1 = nn.ReLU()
        self.relu2 = nn.ReLU()

    def forward(self, enlarged: torch.Tensor) -> torch.Tensor:
        return self.conv3(self.relu2(self.conv2(self.relu1(self.conv1(enlarged)))))

    @torch.no_grad()
    def start_near_identity(self) -> None:
        """Lets three channels carry red, green and blue through the centre taps, so that the untrained network returns about its input.

        A short training then spends its steps on the details, not on learning to copy. The other channels keep PyTorch's random start,
        with little weight in the output.
        """
        self.conv3.weight.mul_(0.05)
        for convolution in (self.conv1, self.conv2, self.conv3):
            convolution.bias.zero_()
            centre = convolution.kernel_size[0] // 2
            for colour in range(3):
                convolution.weight[colour] *= 0.05
                convolution.weight[colour, colour, centre, centre] += 1
