"""Removal of artefacts as Pons does it, by scikit-learn and MNE: the part of kernels.py that needs them."""
import numpy as np

NAMES = ("ica-fastica", "ica-infomax")


def sources(gaussians, samples):
    """32 sources, with heavy tails and flat in turn, mixed [channel × sample]."""
    s = gaussians(5, 32, samples)
    s[0::2] = s[0::2] ** 3
    s[1::2] = s[1::2] / np.sqrt(0.3 + s[1::2] ** 2)
    return gaussians(4, 32, 32) @ s


def prepare(name, gaussians):
    """The work of one kernel, or None where the peer is absent."""
    try:
        if name == "ica-fastica":
            from sklearn.decomposition import FastICA
            x = sources(gaussians, 75_000).T.copy()
            return lambda: FastICA(32, algorithm="parallel", whiten="unit-variance", max_iter=20, tol=0.0, random_state=0).fit(x)
        from mne.preprocessing import infomax
        x = sources(gaussians, 30_000)
        x -= x.mean(axis=1, keepdims=True)
        values, vectors = np.linalg.eigh(x @ x.T / x.shape[1])
        white = ((vectors / np.sqrt(values)).T @ x).T.copy()
        return lambda: infomax(white, extended=True, max_iter=3, random_state=0, verbose="ERROR")
    except ImportError:
        return None
