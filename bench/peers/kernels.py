"""The same work as Pons's kernels, done by SciPy, pyRiemann, scikit-learn, PyTorch, MNE and pyxdf, one call at a time.

Started by `pons bench --peers`. Protocol: first a line of JSON with versions; then for each line with a kernel's name on standard
input the kernel runs once and its time in seconds is printed. One BLAS thread. Data come from the generator that Pons's tests use, so
both sides work on equal numbers.
"""
import importlib.metadata
import json
import os
import platform
import sys
import tempfile
import time
import warnings

for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")
warnings.filterwarnings("ignore")

import numpy as np
import scipy
import scipy.signal as signal

import artefacts

try:
    import pyriemann
    from pyriemann.estimation import Covariances
    from pyriemann.tangentspace import TangentSpace
    from pyriemann.utils.mean import mean_riemann
except ImportError:
    pyriemann = None

RATE_HZ = 250.0


def gaussians(seed, *shape):
    """Near-Gaussian numbers: sums of twelve uniforms of SplitMix64."""
    count = int(np.prod(shape)) * 12
    with np.errstate(over="ignore"):
        z = np.uint64(seed) + np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
    uniforms = ((z >> np.uint64(11)).astype(np.float64) * 2.0 ** -53).reshape(-1, 12)
    return (uniforms.sum(axis=1) - 6).reshape(shape)


READERS = {"read-edf": "read.edf", "read-bdf": "read.bdf", "read-brainvision": "read.vhdr", "read-xdf": "read.xdf"}


def reader(name):
    """Reads the whole file that Pons has made in the folder for temporary files."""
    path = os.path.join(tempfile.gettempdir(), "pons-bench", READERS[name])
    if not os.path.exists(path):
        return None
    try:
        if name == "read-xdf":
            import pyxdf
            return lambda: pyxdf.load_xdf(path)
        import mne
    except ImportError:
        return None
    mne.set_log_level("ERROR")
    read = {"read-edf": mne.io.read_raw_edf, "read-bdf": mne.io.read_raw_bdf, "read-brainvision": mne.io.read_raw_brainvision}[name]
    return lambda: read(path, preload=True)


def installed(package):
    """The version of something that takes long to load, without loading it."""
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def version(module):
    try:
        return getattr(__import__(module), "__version__", None)
    except ImportError:
        return None


class Kernels:
    def __init__(self):
        self._signal = None
        self._trials = None
        self._covariances = None
        self._decoding = None

    @property
    def signal(self):
        if self._signal is None:
            self._signal = gaussians(1, 64, 150_000)
        return self._signal

    @property
    def trials(self):
        if self._trials is None:
            mix = gaussians(2, 22, 22) * 0.2 + np.eye(22)
            self._trials = np.einsum("ij,tjn->tin", mix, gaussians(3, 288, 22, 1000))
        return self._trials

    @property
    def covariances(self):
        if self._covariances is None:
            self._covariances = Covariances("oas").fit_transform(self.trials)
        return self._covariances

    @property
    def decoding(self):
        if self._decoding is None:
            try:
                import decoding
                self._decoding = decoding.make(gaussians)
            except ImportError:
                self._decoding = {}
        return self._decoding

    def prepare(self, name):
        sections = signal.butter(4, [1, 40], "bandpass", fs=RATE_HZ, output="sos")
        if name in ("causal-filter", "causal-filter-double"):
            x = self.signal
            return lambda: signal.sosfilt(sections, x, axis=1)
        if name == "causal-filter-blocks-of-10":
            x = self.signal

            def stream():
                state = np.zeros((sections.shape[0], 64, 2))
                for i in range(0, x.shape[1], 10):
                    _, state = signal.sosfilt(sections, x[:, i:i + 10], axis=1, zi=state)
            return stream
        if name == "zero-phase-filter":
            x = self.signal
            return lambda: signal.sosfiltfilt(sections, x, axis=1)
        if name == "welch":
            x = self.signal
            return lambda: signal.welch(x, RATE_HZ, nperseg=500, noverlap=250, axis=1)
        if name in READERS:
            return reader(name)
        if name in artefacts.NAMES:
            return artefacts.prepare(name, gaussians)
        if pyriemann is None:
            return None
        if name in self.decoding:
            return self.decoding[name]()
        if name == "covariance-oas":
            e = self.trials
            return lambda: Covariances("oas").fit_transform(e)
        if name == "riemann-mean":
            c = self.covariances
            return lambda: mean_riemann(c)
        if name == "tangent-one":
            space = TangentSpace().fit(self.covariances)
            one = self.covariances[:1]

            def hundred():
                for _ in range(100):
                    space.transform(one)
            return hundred
        return None


def main():
    blas = os.path.basename(os.path.dirname(os.path.realpath("/usr/lib/x86_64-linux-gnu/libblas.so.3")))
    print(json.dumps({
        "python": platform.python_version(), "numpy": np.__version__, "scipy": scipy.__version__,
        "pyriemann": getattr(pyriemann, "__version__", None), "mne": version("mne"), "pyxdf": version("pyxdf"),
        "scikit-learn": version("sklearn"), "pytorch": installed("torch"), "blas": blas,
        "threads": os.environ["OPENBLAS_NUM_THREADS"],
    }), flush=True)
    kernels, prepared = Kernels(), {}
    for line in sys.stdin:
        name = line.strip()
        if name not in prepared:
            prepared[name] = kernels.prepare(name)
            if prepared[name] is not None:
                prepared[name]()
        if prepared[name] is None:
            print("absent", flush=True)
            continue
        start = time.perf_counter()
        prepared[name]()
        print(time.perf_counter() - start, flush=True)


if __name__ == "__main__":
    main()
