"""Decoders from signals to decisions as pyRiemann, scikit-learn, PyTorch and plain NumPy do them, for kernels.py.

What flickers or follows a code is decoded by MetaBCI's algorithms (canonical correlation by two QR decompositions and one SVD a class,
correlations class by class), written anew and plainly in NumPy. Data are those of src/Pons.Cli/Benchmarks/DecodingData.cs.
"""
import functools
import os

import numpy as np
import scipy.linalg as linalg
import scipy.signal as signal

FOLDS, SINGLES = 5, 20


def make(gaussians):
    """Every kernel by its name: a function that prepares the data and returns the work."""
    from pyriemann.classification import MDM, FgMDM
    from pyriemann.estimation import Covariances, XdawnCovariances
    from pyriemann.spatialfilters import CSP
    from pyriemann.tangentspace import TangentSpace
    from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
    from sklearn.linear_model import LogisticRegression, Ridge
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import FunctionTransformer
    from sklearn.svm import SVC

    @functools.lru_cache(None)
    def imagery(classes, count=288):
        mix = gaussians(2, 22, 22) * 0.2 + np.eye(22)
        x, y = np.einsum("ij,tjn->tin", mix, gaussians(3, count, 22, 1000)), np.arange(count) % classes
        for k in range(classes):
            x[y == k, k] *= 1.6
        return x, y

    @functools.lru_cache(None)
    def epochs():
        x, y = gaussians(4, 1000, 16, 128), (np.arange(1000) % 6 == 0).astype(int)
        x[y == 1] += 0.5 * np.hanning(128)
        return x, y

    @functools.lru_cache(None)
    def flicker(frequencies, channels, samples, rate):
        y, t = np.arange(6 * len(frequencies)) % len(frequencies), np.arange(samples) / rate
        waves = np.array([0.5 * np.sin(2 * np.pi * f * t + k * 0.5 * np.pi) for k, f in enumerate(frequencies)])
        return gaussians(5, len(y), channels, samples) + waves[y][:, None], y

    speller = (tuple(np.round(8 + 0.2 * np.arange(40), 1)), 9, 250, 250.0)
    exoskeleton = ((13.0, 17.0, 21.0), 8, 1024, 256.0)

    def fold(y, f):
        place = np.arange(len(y))
        return place[place % FOLDS != f], place[place % FOLDS == f]

    def evaluation(pipeline, data, folds):
        x, y = data

        def work():
            for f in range(folds):
                train, test = fold(y, f)
                pipeline().fit(x[train], y[train]).predict(x[test])
        return work

    def one_by_one(fitted, data):
        one = data[0][:1]

        def work():
            for _ in range(SINGLES):
                fitted.predict(one)
        return work

    def fitted(pipeline, data):
        x, y = data
        train = fold(y, 0)[0]
        return pipeline().fit(x[train], y[train])

    def shrunk():
        return LinearDiscriminantAnalysis(solver="lsqr", shrinkage="auto")

    def logistic():
        return LogisticRegression(C=1.0, max_iter=1000)

    classical = {
        "csp-lda": (lambda: make_pipeline(Covariances("oas"), CSP(nfilter=6, log=True), shrunk()), lambda: imagery(2)),
        "ajd-csp-lda": (lambda: make_pipeline(Covariances("oas"), CSP(nfilter=6, log=True), shrunk()), lambda: imagery(4)),
        "fbcsp-lda": (lambda: FilterBankCsp(Covariances, CSP, shrunk), lambda: imagery(2)),
        "riemann-mdm": (lambda: make_pipeline(Covariances("oas"), MDM()), lambda: imagery(4)),
        "fgmdm": (lambda: make_pipeline(Covariances("oas"), FgMDM()), lambda: imagery(4)),
        "tangent-lr": (lambda: make_pipeline(Covariances("oas"), TangentSpace(), logistic()), lambda: imagery(4)),
        "tangent-lda": (lambda: make_pipeline(Covariances("oas"), TangentSpace(), shrunk()), lambda: imagery(4)),
        "tangent-svm": (lambda: make_pipeline(Covariances("oas"), TangentSpace(), SVC(kernel="linear")), lambda: imagery(4)),
        "xdawn-tangent-lr": (lambda: make_pipeline(XdawnCovariances(nfilter=4), TangentSpace(), logistic()), epochs),
        "erp-lda": (lambda: make_pipeline(FunctionTransformer(means_of_six), shrunk()), epochs),
    }
    kernels = {}
    for name, (pipeline, data) in classical.items():
        kernels[name] = lambda p=pipeline, d=data: evaluation(p, d(), 1)
        kernels[name + "-folds"] = lambda p=pipeline, d=data: evaluation(p, d(), FOLDS)
        kernels[name + "-one"] = lambda p=pipeline, d=data: one_by_one(fitted(p, d()), d())

    def flickering(size, decoder, work):
        data = flicker(*size)
        train = fold(data[1], 0)[0]
        if work == "one":
            return one_by_one(decoder().fit(data[0][train], data[1][train]), data)
        return lambda: decoder().fit(data[0][train], data[1][train])

    kernels["cca-one"] = lambda: flickering(speller, lambda: Fbcca(speller[0], 250.0, 5, None), "one")
    kernels["fbcca-one"] = lambda: flickering(speller, lambda: Fbcca(speller[0], 250.0, 5, 5), "one")
    kernels["fbcca-kept-one"] = lambda: flickering(speller, lambda: FbccaKept(speller[0], 250.0, 5, 5), "one")
    kernels["fbcca-exo-one"] = lambda: flickering(exoskeleton, lambda: Fbcca(exoskeleton[0], 256.0, 3, 3), "one")
    for suffix in ("fit", "one"):
        kernels["etrca-" + suffix] = lambda s=suffix: flickering(speller, lambda: EnsembleTrca(250.0, 5), s)
        kernels["etrca-exo-" + suffix] = lambda s=suffix: flickering(exoskeleton, lambda: EnsembleTrca(256.0, 3), s)
        kernels["tdca-" + suffix] = lambda s=suffix: flickering(speller, lambda: Tdca(speller[0], 250.0, 5), s)

    def coded():
        bits = [1, 0, 0, 0, 0, 0]
        while len(bits) < 63:
            bits.append(bits[-6] ^ bits[-5])
        codes = np.array([np.roll(bits, -k) for k in range(36)])
        return evaluation(lambda: Reconvolution(codes, 60.0, 240.0, 72), (gaussians(6, 144, 8, 504), np.arange(144) % 36), 1)

    def movement():
        velocity = 0.1 * gaussians(7, 20_000, 2)
        position = signal.lfilter([1], [1, -0.99], velocity, axis=0)
        tuning = gaussians(8, 96, 4)
        return np.hstack([position, velocity]), gaussians(9, 20_000, 96) + 0.3 * np.hstack([position, 10 * velocity]) @ tuning.T

    def wiener():
        states, counts = movement()

        def work():
            lagged = np.hstack([counts[lag:len(counts) - 9 + lag] for lag in range(10)])
            Ridge(alpha=1.0, solver="cholesky").fit(lagged, states[9:]).predict(lagged)
        return work

    kernels["rcca"] = coded
    kernels["kalman"] = lambda: functools.partial(kalman, *movement())
    kernels["wiener"] = wiener
    kernels["eegnet-epoch"] = lambda: eegnet_epoch(*imagery(4, 360))
    kernels["eegnet-one"] = lambda: eegnet_one(*imagery(4))
    return kernels


def means_of_six(x):
    return x[:, :, :126].reshape(len(x), x.shape[1], 21, 6).mean(-1).reshape(len(x), -1)


class FilterBankCsp:
    """Ang et al. 2008: nine bands of 4 Hz, two pairs of patterns each, the four most informative features with their partners."""

    def __init__(self, covariances, csp, discriminant):
        self.covariances, self.csp, self.discriminant = covariances, csp, discriminant
        self.bands = [signal.butter(4, [low, low + 4], "bandpass", fs=250.0, output="sos") for low in range(4, 40, 4)]

    def split(self, x):
        return [self.covariances("oas").transform(signal.sosfilt(s, x - x.mean(-1, keepdims=True), axis=-1)[..., 62:]) for s in self.bands]

    def fit(self, x, y):
        bands = self.split(x)
        self.patterns = [self.csp(nfilter=4, log=True).fit(c, y) for c in bands]
        features = np.hstack([p.transform(c) for p, c in zip(self.patterns, bands)])
        best = np.argsort([-information(f, y) for f in features.T])[:4]
        self.chosen = sorted(set(best) | {b ^ 1 for b in best})
        self.rule = self.discriminant().fit(features[:, self.chosen], y)
        return self

    def predict(self, x):
        features = np.hstack([p.transform(c) for p, c in zip(self.patterns, self.split(x))])
        return self.rule.predict(features[:, self.chosen])


def information(values, y):
    """Mutual information of a feature and the class by Parzen windows."""
    joint = []
    for k in np.unique(y):
        own = values[y == k]
        width = own.std(ddof=1) * (4 / (3 * len(own))) ** 0.2
        joint.append(np.exp(-0.5 * ((values[:, None] - own) / width) ** 2).sum(1) / width)
    share = np.array(joint) / np.sum(joint, axis=0)
    prior = np.bincount(y) / len(y)
    return (share * np.log2(share + 1e-300)).sum(0).mean() - (prior * np.log2(prior)).sum()


class Bands:
    """Sub-bands of 8 k to 90 Hz, forwards and backwards, each with its weight."""

    def __init__(self, rate, count):
        self.sections = [signal.cheby1(4, 1, [8 * k, 90], "bandpass", fs=rate, output="sos") for k in range(1, count + 1)]
        self.weights = np.arange(1, count + 1) ** -1.25 + 0.25

    def split(self, x):
        return [signal.sosfiltfilt(s, x, axis=-1) for s in self.sections]


class Fbcca:
    def __init__(self, frequencies, rate, harmonics, bands):
        self.frequencies, self.rate, self.harmonics = frequencies, rate, harmonics
        self.bands = Bands(rate, bands) if bands else None

    def fit(self, x, y):
        t = np.arange(x.shape[-1]) / self.rate
        self.references = [np.array([g(2 * np.pi * f * h * t) for h in range(1, self.harmonics + 1) for g in (np.sin, np.cos)]) for f in self.frequencies]
        return self

    def predict(self, x):
        bands = self.bands.split(x) if self.bands else [x]
        weights = self.bands.weights if self.bands else [1.0]
        return np.array([np.argmax(sum(w * self.correlations(b[i]) ** 2 for w, b in zip(weights, bands))) for i in range(len(x))])

    def correlations(self, trial):
        return np.array([self.correlation(trial, reference) for reference in self.references])

    @staticmethod
    def correlation(trial, reference):
        x, y = trial - trial.mean(1, keepdims=True), reference - reference.mean(1, keepdims=True)
        (qx, rx), (qy, ry) = linalg.qr(x.T, mode="economic"), linalg.qr(y.T, mode="economic")
        u, _, v = linalg.svd(qx.T @ qy, full_matrices=False)
        a, b = linalg.solve(rx, u[:, 0]), linalg.solve(ry, v[0])
        return np.corrcoef(a @ x, b @ y)[0, 1]


class FbccaKept(Fbcca):
    """The same decisions from bases of the references that are kept."""

    def fit(self, x, y):
        super().fit(x, y)
        self.kept = np.stack([np.linalg.qr((r - r.mean(1, keepdims=True)).T)[0] for r in self.references])
        return self

    def correlations(self, trial):
        q = np.linalg.qr((trial - trial.mean(1, keepdims=True)).T)[0]
        return np.linalg.svd(np.matmul(q.T, self.kept), compute_uv=False)[:, 0]


class EnsembleTrca:
    def __init__(self, rate, bands):
        self.bands = Bands(rate, bands)

    def fit(self, x, y):
        self.classes, self.models = np.unique(y), []
        for band in self.bands.split(x):
            filters, templates = [], []
            for k in self.classes:
                own = band[y == k]
                own = own - own.mean(-1, keepdims=True)
                total = own.sum(0)
                within = np.einsum("tin,tjn->ij", own, own)
                filters.append(linalg.eigh(total @ total.T - within, within)[1][:, -1])
                templates.append(own.mean(0))
            self.models.append((np.array(filters), np.array(templates)))
        return self

    def predict(self, x):
        scores = np.zeros((len(x), len(self.classes)))
        for weight, band, (filters, templates) in zip(self.bands.weights, self.bands.split(x), self.models):
            for i, trial in enumerate(band):
                for k, template in enumerate(templates):
                    r = np.corrcoef((filters @ trial).ravel(), (filters @ template).ravel())[0, 1]
                    scores[i, k] += weight * np.sign(r) * r * r
        return self.classes[scores.argmax(1)]


class Tdca:
    DELAYS, COMPONENTS, HARMONICS = 5, 8, 5

    def __init__(self, frequencies, rate, bands):
        self.frequencies, self.rate, self.bands = frequencies, rate, Bands(rate, bands)

    def augmented(self, trial, k):
        n = trial.shape[1]
        delayed = np.vstack([np.pad(trial[:, d:], ((0, 0), (0, d))) for d in range(self.DELAYS + 1)])
        return np.hstack([delayed, delayed @ self.projections[k]])

    def fit(self, x, y):
        t = np.arange(x.shape[-1]) / self.rate
        sines = [np.array([g(2 * np.pi * f * h * t) for h in range(1, self.HARMONICS + 1) for g in (np.sin, np.cos)]) for f in self.frequencies]
        bases = [linalg.qr(s.T, mode="economic")[0] for s in sines]
        self.projections, self.classes, self.models = [q @ q.T for q in bases], np.unique(y), []
        for band in self.bands.split(x):
            trials = [[self.augmented(e, k) for e in band[y == c]] for k, c in enumerate(self.classes)]
            means = np.array([np.mean(own, 0) for own in trials])
            spread, between = means - means.mean(0), 0
            within = sum((e - m) @ (e - m).T / len(own) for own, m in zip(trials, means) for e in own)
            between = np.einsum("kin,kjn->ij", spread, spread)
            filters = linalg.eigh(between, within)[1][:, ::-1][:, :self.COMPONENTS].T
            self.models.append((filters, [filters @ m for m in means]))
        return self

    def predict(self, x):
        scores = np.zeros((len(x), len(self.classes)))
        for weight, band, (filters, templates) in zip(self.bands.weights, self.bands.split(x), self.models):
            for i, trial in enumerate(band):
                for k, template in enumerate(templates):
                    r = np.corrcoef((filters @ self.augmented(trial, k)).ravel(), template.ravel())[0, 1]
                    scores[i, k] += weight * np.sign(r) * r * r
        return self.classes[scores.argmax(1)]


class Reconvolution:
    """Thielen et al. 2015: flashes by their length, canonical correlation of all trials with the structure of their codes."""

    def __init__(self, codes, bit_rate, rate, response):
        self.codes, self.bit_rate, self.rate, self.response = codes, bit_rate, rate, response

    def structure(self, code, samples):
        flashes = [(b, self.run(code, b)) for b in range(int(np.ceil(samples * self.bit_rate / self.rate)))
                   if code[b % len(code)] and (b == 0 or not code[(b - 1) % len(code)])]
        matrix = np.zeros((len(self.lengths) * self.response, samples))
        for bit, length in flashes:
            kind, onset = self.lengths.index(length) if length in self.lengths else 0, int(round(bit * self.rate / self.bit_rate))
            for lag in range(min(self.response, samples - onset)):
                matrix[kind * self.response + lag, onset + lag] = 1
        return matrix

    @staticmethod
    def run(code, bit):
        length = 1
        while length < len(code) and code[(bit + length) % len(code)]:
            length += 1
        return length

    def fit(self, x, y):
        n = x.shape[-1]
        self.lengths = sorted({self.run(c, b) for c in self.codes for b in range(len(c)) if c[b] and not c[b - 1]})
        structures = np.array([self.structure(c, n) for c in self.codes])
        signals = np.hstack(list(x - x.mean(-1, keepdims=True)))
        events = np.hstack(list((structures - structures.mean(-1, keepdims=True))[y]))
        xx, ee, xe = signals @ signals.T, events @ events.T, signals @ events.T
        wx, we = linalg.inv(linalg.sqrtm(xx).real), linalg.pinvh(linalg.sqrtm(ee + 1e-9 * np.trace(ee) / len(ee) * np.eye(len(ee))).real)
        u, _, v = linalg.svd(wx @ xe @ we)
        self.weights, responses = wx @ u[:, 0], we @ v[0]
        self.templates = np.array([responses @ s for s in structures])
        return self

    def predict(self, x):
        return np.array([np.argmax([np.corrcoef(self.weights @ trial, t)[0, 1] for t in self.templates]) for trial in x])


def kalman(states, counts):
    """Wu et al. 2006 with the update in information form."""
    x, z = states - states.mean(0), counts - counts.mean(0)
    transition = np.linalg.lstsq(x[:-1], x[1:], rcond=None)[0].T
    noise = np.cov((x[1:] - x[:-1] @ transition.T).T)
    tuning = np.linalg.lstsq(x, z, rcond=None)[0].T
    readout = tuning.T @ np.linalg.inv(np.cov((z - x @ tuning.T).T))
    gained, size = readout @ tuning, x.shape[1]
    state, covariance, decoded = np.zeros(size), np.zeros((size, size)), np.empty_like(x)
    for t in range(len(z)):
        state = transition @ state
        covariance = transition @ covariance @ transition.T + noise
        covariance = np.linalg.inv(np.linalg.inv(covariance) + gained)
        state = state + covariance @ (readout @ z[t] - gained @ state)
        decoded[t] = state
    return decoded + states.mean(0)


def eegnet():
    import torch
    from torch import nn
    torch.set_num_threads(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count())
    torch.manual_seed(0)
    return torch, nn.Sequential(
        nn.ZeroPad2d((31, 32, 0, 0)), nn.Conv2d(1, 8, (1, 64), bias=False), nn.BatchNorm2d(8, eps=1e-3),
        nn.Conv2d(8, 16, (22, 1), groups=8, bias=False), nn.BatchNorm2d(16, eps=1e-3), nn.ELU(), nn.AvgPool2d((1, 4)), nn.Dropout(0.25),
        nn.ZeroPad2d((7, 8, 0, 0)), nn.Conv2d(16, 16, (1, 16), groups=16, bias=False), nn.Conv2d(16, 16, 1, bias=False),
        nn.BatchNorm2d(16, eps=1e-3), nn.ELU(), nn.AvgPool2d((1, 8)), nn.Dropout(0.25), nn.Flatten(), nn.Linear(16 * 31, 4))


def standardised(x):
    return ((x - x.mean((0, 2), keepdims=True)) / x.std((0, 2), keepdims=True)).astype(np.float32)[:, None]


def eegnet_epoch(x, y):
    torch, net = eegnet()

    def work():
        signals, classes = torch.from_numpy(standardised(x)), torch.from_numpy(y)
        optimiser, loss = torch.optim.Adam(net.parameters(), 1e-3), torch.nn.CrossEntropyLoss()
        net.train()
        order = torch.randperm(288)
        for at in range(0, 288, 64):
            batch = order[at:at + 64]
            optimiser.zero_grad()
            loss(net(signals[batch]), classes[batch]).backward()
            optimiser.step()
            with torch.no_grad():
                net[3].weight.renorm_(2, 0, 1.0)
                net[-1].weight.renorm_(2, 0, 0.25)
        net.eval()
        with torch.no_grad():
            loss(net(signals[288:]), classes[288:])
    return work


def eegnet_one(x, y):
    torch, net = eegnet()
    net.eval()
    centre, deviation = x.mean((0, 2), keepdims=True), x.std((0, 2), keepdims=True)

    def work():
        with torch.no_grad():
            for _ in range(SINGLES):
                one = ((x[:1] - centre) / deviation).astype(np.float32)[:, None]
                torch.softmax(net(torch.from_numpy(one)), 1)
    return work
