"""Reference numbers of Riemannian Procrustes analysis by pyRiemann: tests/Pons.Tests/Reference/procrustes.json.

    python procrustes.py > ../../tests/Pons.Tests/Reference/procrustes.json
"""
import json

import numpy as np
from pyriemann.optimization.grassmann import _get_rotation_manifold
from pyriemann.transfer import TLScale, encode_domains


def made(rng, count, n):
    x = rng.standard_normal((count, n, 3 * n)) * np.linspace(0.5, 2, n)[:, None]
    return x @ x.transpose(0, 2, 1) / (3 * n)


rng = np.random.default_rng(3)
matrices = made(rng, 8, 4)
x, y = encode_domains(matrices, np.array(["a", "b"] * 4), np.array(["one"] * 8))
scale = TLScale("one", centered_data=False, metric="riemann").fit(x, y)
mean = scale._means["one"]
w, v = np.linalg.eigh(mean)
root = (v / np.sqrt(w)) @ v.T
scaled = []
for m in matrices:
    e, u = np.linalg.eigh(root @ m @ root)
    scaled.append((u * e ** (1 / np.sqrt(scale.scales_["one"]))) @ u.T)
rotate = []
for n in (3, 5, 8):
    source, target = made(rng, 2, n), made(rng, 2, n)
    q = _get_rotation_manifold(source, target, metric="euclid")
    loss = sum(np.linalg.norm(t - q @ s @ q.T) ** 2 for s, t in zip(source, target))
    rotate.append({"source": source.tolist(), "target": target.tolist(), "loss": loss})
print(json.dumps({
    "made_by": "bench/peers/procrustes.py, pyRiemann 0.10",
    "scale": {"matrices": matrices.tolist(), "scaled": np.array(scaled).tolist()},
    "rotate": rotate,
}, indent=1))
