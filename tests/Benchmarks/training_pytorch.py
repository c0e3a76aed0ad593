"""One training step of the MarianMT Transformer in eager PyTorch: the other side of the `training` benchmark.

Same shapes, same loss, same optimizer, same precision of every product as the recipe's; prints target tokens per second.
Usage: training_pytorch.py ROWS LENGTH WIDTH FFN ENCODER_LAYERS DECODER_LAYERS VOCABULARY THREADS STEPS fp32|bf16
"""
import math
import sys
import time

import torch
import torch.nn.functional as F
from torch import nn

rows, length, width, ffn, encoder_layers, decoder_layers, vocabulary, threads, steps = map(int, sys.argv[1:10])
bf16 = sys.argv[10] == "bf16"
heads, dropout = 8, 0.1


class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        self.q, self.k, self.v, self.o = (nn.Linear(width, width) for _ in range(4))

    def split(self, x):  # [B,T,D] -> [B,H,T,K]
        return x.view(x.shape[0], x.shape[1], heads, -1).transpose(1, 2)

    def forward(self, x, memory, hidden):
        q, k, v = self.split(self.q(x) / math.sqrt(width // heads)), self.split(self.k(memory)), self.split(self.v(memory))
        scores = torch.matmul(q, k.transpose(-2, -1)).float()
        weights = (scores if hidden is None else scores + hidden).softmax(-1).to(v.dtype)
        return self.o(torch.matmul(weights, v).transpose(1, 2).reshape(x.shape))


class Layer(nn.Module):
    def __init__(self, decoder):
        super().__init__()
        self.attention, self.norm = Attention(), nn.LayerNorm(width)
        self.cross, self.cross_norm = (Attention(), nn.LayerNorm(width)) if decoder else (None, None)
        self.fc1, self.fc2, self.final = nn.Linear(width, ffn), nn.Linear(ffn, width), nn.LayerNorm(width)
        self.drop = nn.Dropout(dropout)

    def forward(self, x, hidden, memory=None):
        x = self.norm(x + self.drop(self.attention(x, x, hidden)).float())
        if self.cross is not None:
            x = self.cross_norm(x + self.drop(self.cross(x, memory, None)).float())
        return self.final(x + self.drop(self.fc2(F.relu(self.fc1(x)))).float())


class Transformer(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(vocabulary, width, padding_idx=vocabulary - 1)
        nn.init.normal_(self.embedding.weight, 0, width ** -0.5)
        self.encoder = nn.ModuleList(Layer(False) for _ in range(encoder_layers))
        self.decoder = nn.ModuleList(Layer(True) for _ in range(decoder_layers))
        self.bias = nn.Parameter(torch.zeros(vocabulary))
        self.positions = torch.randn(length, width)
        self.drop = nn.Dropout(dropout)

    def embed(self, ids):
        return self.drop(self.embedding(ids) * math.sqrt(width) + self.positions)

    def forward(self, source, target):
        memory = self.embed(source)
        for layer in self.encoder:
            memory = layer(memory, None)
        future = torch.full((length, length), float("-inf")).triu(1)
        x = self.embed(target)
        for layer in self.decoder:
            x = layer(x, future, memory)
        return F.linear(x.reshape(-1, width), self.embedding.weight, self.bias)


torch.set_num_threads(threads)
torch.manual_seed(1)
model = Transformer()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-4, betas=(0.9, 0.98), eps=1e-9)
source, target, labels = (torch.randint(0, vocabulary - 1, (rows, length)) for _ in range(3))


def step():
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=bf16):
        logits = model(source, target)
    loss = F.cross_entropy(logits.float(), labels.view(-1), label_smoothing=0.1)
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    optimizer.zero_grad(set_to_none=True)


step()
times = []
for _ in range(steps):
    start = time.perf_counter()
    step()
    times.append(time.perf_counter() - start)
print(rows * length / sorted(times)[len(times) // 2])
