#!/usr/bin/env python3
"""Makes significance.json: small systems and what paired tests say of them, by plain Python with the arithmetic of sacreBLEU over NumPy 2.

Python's own integers stand for the generator's 128 bits, and rounding through struct for single precision.
"""
import json
import math
import random
import struct
from collections import Counter

MASK32, MASK64, MASK128 = (1 << 32) - 1, (1 << 64) - 1, (1 << 128) - 1


def single(x):
    return struct.unpack("f", struct.pack("f", x))[0]


class Generator:
    def __init__(self, seed):
        words = self.spread(seed)
        self.increment = (((words[2] << 64 | words[3]) << 1) | 1) & MASK128
        self.state, self.half = 0, None
        self.step()
        self.state = (self.state + (words[0] << 64 | words[1])) & MASK128
        self.step()

    @staticmethod
    def spread(seed):
        constant = 0x43B0D7E5

        def hashed(value, factor):
            nonlocal constant
            value ^= constant
            constant = constant * factor & MASK32
            value = value * constant & MASK32
            return value ^ value >> 16

        pool = [hashed(seed if i == 0 else 0, 0x931E8875) for i in range(4)]
        for source in range(4):
            for target in range(4):
                if source != target:
                    mixed = (0xCA01F9DD * pool[target] - 0x4973F715 * hashed(pool[source], 0x931E8875)) & MASK32
                    pool[target] = mixed ^ mixed >> 16
        constant = 0x8B51F9DD
        halves = [hashed(pool[i % 4], 0x58F38DED) for i in range(8)]
        return [halves[2 * i] | halves[2 * i + 1] << 32 for i in range(4)]

    def step(self):
        self.state = (self.state * 0x2360ED051FC65DA44385DF649FCCF645 + self.increment) & MASK128

    def next64(self):
        self.step()
        folded, turn = (self.state >> 64 ^ self.state) & MASK64, self.state >> 122
        return (folded >> turn | folded << (64 - turn)) & MASK64

    def next32(self):
        if self.half is not None:
            half, self.half = self.half, None
            return half
        both = self.next64()
        self.half = both >> 32
        return both & MASK32

    def below(self, end):
        while True:
            product = self.next32() * end
            if product & MASK32 >= (1 << 32) % end:
                return product >> 32

    def booleans(self, count):
        words = [self.next32() for _ in range((count + 31) // 32)]
        return [bool(words[i // 32] >> i % 32 & 1) for i in range(count)]


def pairwise(values, rounded):
    if len(values) < 8:
        total = 0.0
        for value in values:
            total = rounded(total + value)
        return total
    if len(values) <= 128:
        sums, whole = list(values[:8]), len(values) - len(values) % 8
        for i in range(8, whole):
            sums[i % 8] = rounded(sums[i % 8] + values[i])
        while len(sums) > 1:
            sums = [rounded(sums[i] + sums[i + 1]) for i in range(0, len(sums), 2)]
        for value in values[whole:]:
            sums[0] = rounded(sums[0] + value)
        return sums[0]
    half = len(values) // 2
    half -= half % 8
    return rounded(pairwise(values[:half], rounded) + pairwise(values[half:], rounded))


def grams(items, order):
    return Counter(tuple(items[i:i + order]) for i in range(len(items) - order + 1))


class Bleu:
    rounds = staticmethod(lambda x: x)

    @staticmethod
    def statistics(hypothesis, reference):
        ours, theirs = hypothesis.split(), reference.split()
        pairs = [(grams(ours, n), grams(theirs, n)) for n in range(1, 5)]
        return [len(ours), len(theirs), *[(a & b).total() for a, b in pairs], *[a.total() for a, _ in pairs]]

    @staticmethod
    def score(sums, rounded):
        correct, total = sums[2:6], sums[6:]
        if not any(correct):
            return 0.0
        penalty = 1.0 if sums[0] >= sums[1] else math.exp(1 - sums[1] / sums[0])
        smooth, precisions = 1.0, [0.0] * 4
        for n in range(4):
            if total[n] == 0:
                break
            if correct[n] == 0:
                smooth *= 2
                precisions[n] = rounded(100 / rounded(smooth * total[n]))
            else:
                precisions[n] = rounded(rounded(100 * correct[n]) / total[n])
        return penalty * math.exp(sum(math.log(p) if p else -9999999999 for p in precisions) / 4)


class Chrf:
    rounds = staticmethod(single)

    @staticmethod
    def statistics(hypothesis, reference):
        result = []
        for n in range(1, 7):
            ours, theirs = grams(hypothesis.replace(" ", ""), n), grams(reference.replace(" ", ""), n)
            result += [ours.total() if theirs else 0, theirs.total(), (ours & theirs).total()]
        return result

    @staticmethod
    def score(sums, rounded):
        precision, recall, orders = 0.0, 0.0, 0
        for i in range(0, 18, 3):
            if sums[i] > 0 and sums[i + 1] > 0:
                precision = rounded(precision + rounded(sums[i + 2] / sums[i]))
                recall = rounded(recall + rounded(sums[i + 2] / sums[i + 1]))
                orders += 1
        if orders == 0 or precision + recall == 0:
            return 0.0
        precision, recall = rounded(precision / orders), rounded(recall / orders)
        above = rounded(rounded(5 * precision) * recall)
        return rounded(100 * rounded(above / rounded(rounded(4 * precision) + recall)))


def total(rows):
    return [sum(column) for column in zip(*rows)]


def samples(metric, rows, generator, count=1000):
    scores = []
    for _ in range(count):
        chosen = [rows[generator.below(len(rows))] for _ in rows]
        scores.append(metric.score(total(chosen), single))
    return scores


def confidence(metric, scores):
    ordered = sorted(scores)
    outside = len(ordered) // 40
    rounded = metric.rounds
    return {
        "mean": rounded(pairwise(ordered, rounded) / len(ordered)),
        "interval": rounded(0.5 * rounded(ordered[-outside - 1] - ordered[outside])),
    }


def bootstrap(metric, baseline, system):
    rounded = metric.rounds
    scores, others = samples(metric, system, Generator(12345)), samples(metric, baseline, Generator(12345))
    real = abs(metric.score(total(baseline), float) - metric.score(total(system), float))
    differences = [rounded(abs(rounded(a - b))) for a, b in zip(scores, others)]
    mean = rounded(pairwise(differences, rounded) / len(differences))
    larger = sum(rounded(d - mean) > rounded(real) for d in differences)
    return {**confidence(metric, scores), "p": (larger + 1) / 1001}


def randomization(metric, baseline, system):
    generator = Generator(12345)
    real = abs(metric.score(total(baseline), float) - metric.score(total(system), float))
    kept = generator.booleans(10000 * len(system))
    larger = 0
    for trial in range(10000):
        mask = kept[trial * len(system):(trial + 1) * len(system)]
        first = total([b if keep else s for keep, b, s in zip(mask, baseline, system)])
        second = total([s if keep else b for keep, b, s in zip(mask, baseline, system)])
        larger += abs(metric.score(first, float) - metric.score(second, float)) > real
    return {**confidence(metric, samples(metric, system, generator)), "p": (larger + 1) / 10001}


def disturb(source, words, rate):
    return " ".join(source.choice("abcdefghijkl") * 3 if source.random() < rate else word for word in words if source.random() > rate / 4)


def main():
    source = random.Random(3)
    vocabulary = ["".join(source.choice("abcdefghijkl") for _ in range(source.randint(1, 6))) for _ in range(50)]
    sentences = [[source.choice(vocabulary) for _ in range(source.randint(3, 12))] for _ in range(37)]
    systems = [[disturb(source, words, rate) for words in sentences] for rate in (0.3, 0.27, 0.2)]
    references = [" ".join(words) for words in sentences]
    expected = []
    for name, metric in ("bleu", Bleu), ("chrf", Chrf):
        rows = [[metric.statistics(h, r) for h, r in zip(system, references)] for system in systems]
        expected.append({
            "measure": name,
            "baseline": confidence(metric, samples(metric, rows[0], Generator(12345))),
            "bootstrap": [bootstrap(metric, rows[0], system) for system in rows[1:]],
            "randomization": [randomization(metric, rows[0], system) for system in rows[1:]],
        })
    with open("significance.json", "w") as file:
        json.dump({"references": references, "systems": systems, "expected": expected}, file, indent=1)


main()
