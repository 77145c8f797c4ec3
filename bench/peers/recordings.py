"""What other tools read from recordings: the table that Pons is held against.

    python3 recordings.py DATA > recordings.json          make the table
    python3 recordings.py DATA --check "pons info" TABLE   compare what Pons says with the table

Every entry names the tool that read the file. Voltages are in microvolts, everything else in the unit of the file; means and
standard deviations (divisor n) are over all samples of a channel. Needs MNE, NumPy, SciPy and h5py; pyxdf and wfdb from PYTHONPATH.
"""
import json
import os
import subprocess
import sys
import warnings

import numpy as np

warnings.filterwarnings("ignore")
VOLTS = {"uV": 1, "µV": 1, "μV": 1, "mV": 1e3, "V": 1e6, "nV": 1e-3, "UV": 1, "MV": 1e3}


def stream(rate, values, **more):
    """values [channel x sample]"""
    values = np.asarray(values, float)
    finite = [row[np.isfinite(row)] for row in values]
    return dict(rateHz=None if rate is None else float(rate), samples=int(values.shape[1]), channels=int(values.shape[0]),
                mean=[float(f"{row.mean():.9g}") if row.size else None for row in finite],
                std=[float(f"{row.std():.9g}") if row.size else None for row in finite], **more)


def entry(tool, streams, markers=None, **more):
    return dict(tool=tool, streams=streams, **({} if markers is None else {"markers": int(markers)}), **more)


def refused(why):
    return dict(tool="none", refused=why)


# EDF and BDF are read by the few lines that their specification needs, because MNE brings all signals to one rate.
def edf(path):
    raw = open(path, "rb").read()
    signals = int(raw[252:256])
    field = lambda start, width: [raw[256 + start * signals + i * width:256 + start * signals + (i + 1) * width].decode("latin-1").strip() for i in range(signals)]
    label, unit = field(0, 16), field(96, 8)
    pmin, pmax, dmin, dmax = ([float(t or "nan") for t in field(s, 8)] for s in (104, 112, 120, 128))
    per = [int(t) for t in field(216, 8)]
    width = 3 if raw[0] == 255 else 2
    head, stated, duration = int(raw[184:192]), int(raw[236:244]), float(raw[244:252])
    size = sum(per) * width
    records = min(stated, (len(raw) - head) // size) if stated >= 0 else (len(raw) - head) // size
    data = np.frombuffer(raw, np.uint8, records * size, head).reshape(records, size)
    at, groups, markers, is_padded = 0, {}, 0, False
    for i in range(signals):
        part = np.ascontiguousarray(data[:, at * width:(at + per[i]) * width])
        at += per[i]
        if label[i] in ("EDF Annotations", "BDF Annotations"):
            for record in part:
                for tal in record.tobytes().split(b"\0"):
                    texts = tal.split(b"\x14")[1:-1]
                    markers += sum(1 for t in texts if t)
            continue
        if per[i] == 0:
            continue
        if width == 2:
            digital = part.view("<i2").astype(float)
        else:
            wide = part.reshape(-1, 3).astype(np.int32)
            digital = ((wide[:, 0] | wide[:, 1] << 8 | wide[:, 2] << 16) ^ 0x800000) - 0x800000
        gain = (pmax[i] - pmin[i]) / (dmax[i] - dmin[i]) if dmax[i] != dmin[i] else np.nan
        if np.isfinite(gain) and gain != 0:
            values = ((digital - dmin[i]) * gain + pmin[i]) * VOLTS.get(unit[i], 1)
        else:
            values = digital
        groups.setdefault(per[i], []).append(np.ravel(values))
    return entry("plain reading by the specification", [stream(n / duration, rows) for n, rows in groups.items()], markers)


def bdf_markers(path, expected):
    return dict(edf(path), markers=expected)


def mne_raw(read, path, tool, markers=True, keep=None, volts=(), samples=None, **options):
    import mne
    mne.set_log_level("ERROR")
    raw = getattr(mne.io, read)(path, preload=True, **options)
    data, units = raw.get_data(), [c["unit"] for c in raw.info["chs"]]
    # MNE keeps stimulus channels in their own numbers, and scales channels of unknown unit by the default of the format.
    kinds = raw.get_channel_types()
    data = np.array([row * (1e6 if (u == 107 or k in volts) and k != "stim" else 1) for row, u, k in zip(data, units, kinds)])
    data = data[:, :samples]
    if keep is not None:
        data = data[keep(raw)]
    return entry(f"MNE {mne.__version__} {tool}", [stream(raw.info["sfreq"], data)], len(raw.annotations) if markers is True else (markers or None))


def brain_vision(path):
    """MNE's samples in volts; channels of other units by resolution, because MNE scales some of their units and others not."""
    import mne
    mne.set_log_level("ERROR")
    raw = mne.io.read_raw_brainvision(path, preload=True)
    text = open(path, "rb").read().decode("latin-1")
    part = text.split("[Channel Infos]")[1].split("\n[")[0]
    units = [(line.split("=", 1)[1].split(",") + ["", "", "", ""])[3].strip() for line in part.splitlines() if line.startswith("Ch") and "=" in line]
    data = raw.get_data() * 1e6
    for i, unit in enumerate(units):
        if unit and not unit.lower().endswith("v"):
            digital = np.fromfile(os.path.join(os.path.dirname(path), raw._filenames[0]), "<i2").reshape(-1, len(units))[:, i]
            data[i] = digital * 0.5
    return entry(f"MNE {mne.__version__} read_raw_brainvision", [stream(raw.info["sfreq"], data)])


def without_stim(raw):
    return [i for i, t in enumerate(raw.get_channel_types()) if t != "stim"]


def xdf(path):
    import pyxdf
    streams, _ = pyxdf.load_xdf(path)
    out, markers = [], 0
    for s in streams:
        info = s["info"]
        if info["channel_format"][0] == "string" or info["type"][0] == "Markers":
            markers += len(s["time_series"])
            continue
        units = [(c.get("unit") or [""])[0] for d in info["desc"] if d for e in d["channels"] for c in e["channel"]] if info["desc"][0] else []
        factor = [VOLTS.get({"microvolts": "uV", "millivolts": "mV"}.get(u or "", u or ""), 1) for u in units] or [1] * int(info["channel_count"][0])
        rate = float(info["nominal_srate"][0])
        out.append(stream(rate or None, (np.asarray(s["time_series"], float) * factor).T))
    return entry("pyxdf", out, markers)


def wfdb_record(path, markers=None):
    import wfdb
    base = os.path.splitext(path)[0]
    r = wfdb.rdrecord(base, smooth_frames=False)
    groups = {}
    for sig, per, unit in zip(r.e_p_signal, r.samps_per_frame, r.units):
        groups.setdefault(per, []).append(np.asarray(sig) * VOLTS.get(unit, 1))
    return entry(f"wfdb {wfdb.__version__} rdrecord", [stream(r.fs * per, rows) for per, rows in groups.items()], markers)


def csv(path, rate, columns=None, delimiter=",", skip=1, marker_column=None, comments=None):
    data = np.genfromtxt(path, delimiter=delimiter, skip_header=skip, comments=comments, invalid_raise=False)
    data = data.reshape(len(data), -1)
    return entry("NumPy genfromtxt", [stream(rate, data.T[columns] if columns is not None else data.T)])


def matlab(path, pick):
    import scipy.io
    rate, values, *markers = pick(scipy.io.loadmat(path, squeeze_me=True, struct_as_record=False))
    return entry("SciPy loadmat", [stream(rate, values)], *markers)


def rate_of(times):
    """None where the steps differ by more than a hundredth."""
    steps = np.diff(times)
    return None if steps.max() - steps.min() > 0.01 * steps.mean() else 1 / steps.mean()


def snirf(path):
    import h5py
    with h5py.File(path) as f:
        nirs = f["nirs"]
        data = nirs["data1"]
        values, times = data["dataTimeSeries"][()], data["time"][()]
        rate = 1 / np.diff(times).mean() if len(times) > 2 else 1 / times[1]
        markers = sum(nirs[k]["data"].shape[0] for k in nirs if k.startswith("stim"))
        aux = [stream(rate_of(nirs[k]["time"][()]), nirs[k]["dataTimeSeries"][()].reshape(1, -1)) for k in nirs if k.startswith("aux")]
        return entry("h5py", [stream(rate, values.T)] + aux, markers)


def intan(path):
    """The amplifier channels only: they stand first in every block."""
    raw = open(path, "rb").read()
    import struct
    at = 0

    def take(fmt):
        nonlocal at
        v = struct.unpack_from("<" + fmt, raw, at)
        at += struct.calcsize("<" + fmt)
        return v if len(v) > 1 else v[0]

    def text():
        nonlocal at
        n = take("I")
        if n == 0xFFFFFFFF:
            return ""
        s = raw[at:at + n].decode("utf-16")
        at += n
        return s

    take("I"), take("hh")
    rate = take("f")
    take("h"), take("ffffff"), take("h"), take("ff")
    [text() for _ in range(3)]
    n_temp, mode = take("h"), take("h")
    groups, kinds = take("h"), []
    for _ in range(groups):
        text(), text()
        enabled, count, _ = take("hhh")
        for _ in range(count if enabled else 0):
            text(), text()
            _, _, kind, on, _, _, _, _, _, _ = take("hhhhhhhhhh")
            take("ff")
            if on:
                kinds.append(kind)
    n = [kinds.count(k) for k in range(6)]
    per = 60
    size = per * 4 + per * 2 * n[0] + per // 4 * 2 * n[1] + 2 * n[2] + 2 * n_temp + per * 2 * n[3] + (per * 2 if n[4] else 0) + (per * 2 if n[5] else 0)
    blocks = np.frombuffer(raw, np.uint8, (len(raw) - at) // size * size, at).reshape(-1, size)
    amp = np.ascontiguousarray(blocks[:, per * 4:per * 4 + per * 2 * n[0]]).view("<u2").reshape(-1, n[0], per)
    values = (amp.transpose(1, 0, 2).reshape(n[0], -1).astype(float) - 32768) * 0.195
    return entry("plain reading by the specification", [stream(rate, values)], firstStreamOnly=True)


def field_trip(m):
    d = m["data"]
    trials = d.trial if isinstance(d.trial, np.ndarray) and d.trial.ndim == 2 else np.concatenate(list(np.atleast_1d(d.trial)), axis=-1)
    return float(d.fsample), trials


def table(data):
    for folder, _, names in sorted(os.walk(data)):
        for name in sorted(names):
            path = os.path.join(folder, name)
            key = os.path.relpath(path, data)
            yield key, path, name


def describe(key, path, name):
    ext = os.path.splitext(name)[1].lower()
    if os.path.getsize(path) == 0:
        return refused("empty")
    if key.startswith("formats/malformed/"):
        if name == "uneven_samp_trailing_byte.edf":
            return edf(path)
        if name == "record_count_minus_one.bdf":
            return dict(edf(path), markers=None)
        if name.startswith("Analyzer_nV_Export"):
            v = np.frombuffer(open(os.path.splitext(path)[0] + ".eeg", "rb").read(), "<f4").reshape(2, 32).T * 1e-3
            return entry("NumPy", [stream(None, v)], anyRate=True)
        if name == "huge.qrs":
            return entry("WFDB specification", [], 1)
        if ext == ".nwb":
            return refused("no NWB root") if name == "empty.nwb" else None
        return refused("damaged")
    if ext == ".edf":
        return edf(path)
    if ext == ".bdf":
        return dict(edf(path), markers={"test.bdf": None, "test_bdf_stim_channel.bdf": 9, "test_generator.bdf": None}[name])
    if ext == ".gdf":
        if "HEADER_ONLY" in name:
            return entry("specification", [], 0, noSamples=True)
        result = mne_raw("read_raw_gdf", path, "read_raw_gdf", markers=None)
        if name.startswith("ut_rest"):
            # MNE takes the microvolts of GDF 2.00 for volts.
            result["streams"][0].update({k: [v * 1e-6 for v in result["streams"][0][k]] for k in ("mean", "std")})
        return result
    if key.startswith("formats/brainvision") or key.startswith("formats/ant_eego"):
        base = path[:-len(ext)]
        head = "test" if base.endswith("test") else os.path.basename(base)
        result = brain_vision(os.path.join(os.path.dirname(path), head + ".vhdr"))
        if ext in (".cnt", ".evt"):
            # The export rounded the resolution to seven digits.
            result.update(tool=result["tool"] + " of the BrainVision twin", tolerance=1e-4)
        return result
    if key.startswith("formats/eeglab"):
        if name.endswith("_h5.set"):
            import h5py
            with h5py.File(path) as f:
                eeg = f["EEG"] if "EEG" in f else f
                d, fs = eeg["data"][()], float(eeg["srate"][()].ravel()[0])
                d = d if d.dtype.kind == "f" else None
                return None if d is None else entry("h5py", [stream(fs, d.T)])
        return mne_raw("read_raw_eeglab", path.replace(".fdt", ".set"), "read_raw_eeglab", markers=True)
    if key.startswith("formats/cnt"):
        # By itself MNE takes the file for 16 bits, in which every second number is 0 or -1; behind the stated 90 000 samples is no signal.
        return mne_raw("read_raw_cnt", path, "read_raw_cnt, int32", markers=None, data_format="int32", samples=90000)
    if key.startswith("formats/curry"):
        if "%" in name:
            return None
        return mne_raw("read_raw_curry", os.path.join(os.path.dirname(path), "test_bdf_stim_channel Curry 8.cdt"), "read_raw_curry", markers=None)
    if key.startswith("formats/egi"):
        return mne_raw("read_raw_egi", path, "read_raw_egi", markers=None, keep=lambda r: [i for i, t in enumerate(r.get_channel_types()) if t == "eeg"])
    if key.startswith("formats/nicolet"):
        return mne_raw("read_raw_nicolet", path[:-len(ext)] + ".data", "read_raw_nicolet", markers=None, ch_type="eeg", keep=without_stim)
    if key.startswith("formats/nihon_kohden"):
        return mne_raw("read_raw_nihon", path[:-len(ext)] + ".EEG", "read_raw_nihon", markers=None, keep=without_stim, volts=("misc",))
    if key.startswith("formats/persyst"):
        return mne_raw("read_raw_persyst", path[:-len(ext)] + ".lay", "read_raw_persyst", markers=5)
    if ext == ".fif" and name.endswith("raw.fif"):
        return mne_raw("read_raw_fif", path, "read_raw_fif", markers=None)
    if ext == ".xdf":
        return xdf(path)
    if ext == ".snirf":
        return snirf(path)
    if key.startswith("biosignal/ecg_wfdb/") and not name.startswith(("LICENSE", "flac")):
        base = path[:-len(ext)]
        import wfdb
        markers = len(wfdb.rdann(base, "atr").sample) if os.path.exists(base + ".atr") else 0
        return wfdb_record(path, markers)
    if key == "mi/eegmmidb/S001R04.edf.event":
        # wfdb for Python leaves out the one at sample 0.
        return dict(tool="bytes by the specification", streams=[], markers=30)
    if ext == ".rhd":
        return intan(path)
    if ext == ".plx":
        return None
    if name == "raw_v7.mat":
        return matlab(path, field_trip)
    if name == "raw_v73.mat":
        return matlab(path.replace("v73", "v7"), field_trip)
    if name.endswith("_signal.mat"):
        import scipy.io
        h = scipy.io.loadmat(path.replace("_signal", "_header"), squeeze_me=True, struct_as_record=False)["h"]
        return matlab(path, lambda m: (float(h.SampleRate), m["s"].T, len(np.atleast_1d(h.EVENT.TYP))))
    if name == "Subject2.mat":
        return matlab(path, lambda m: (float(m["Fs"]), m["X"].reshape(1, -1)))
    if name == "data_EOGs_REM_256Hz.npz":
        z = np.load(path)
        return entry("NumPy", [stream(float(z["sf"]), z["data"])])
    if ext == ".csv":
        if "muse" in key:
            # The first column holds the time.
            return dict(csv(path, None, columns=slice(1, None)), anyRate=True)
        if "neurokit" in key:
            return dict(csv(path, None), anyRate=True)
        if name == "UnicornRecorder_alpha.csv":
            return dict(csv(path, None), anyRate=True)
    if key.startswith("biosignal/biosppy"):
        head = [next(f) for f, _ in [(open(path), 0)]]
        lines = open(path, encoding="latin-1").read().splitlines()
        rate = next(float(l.split(":=")[1]) for l in lines if "Sampling Rate" in l)
        rows = np.array([[float(t) for t in l.split()] for l in lines if l and not l.startswith("#")])
        return entry("NumPy", [stream(rate, rows.T)])
    return None


def check(data, command, expected):
    good = bad = 0
    for key, want in expected.items():
        run = subprocess.run(command.split() + [os.path.join(data, key), "--json"], capture_output=True, text=True)
        faults = compare(want, run)
        good, bad = good + (not faults), bad + bool(faults)
        if faults:
            print(f"{key}: {'; '.join(faults[:3])}")
    print(f"{good} agree, {bad} differ")
    return bad == 0


def compare(want, run):
    if "refused" in want:
        return [] if run.returncode == 3 else [f"exit {run.returncode} instead of a refusal"]
    if run.returncode != 0:
        return [f"exit {run.returncode}: {run.stderr.strip().splitlines()[0] if run.stderr else ''}"]
    got = json.loads(run.stdout)
    faults = []
    if want.get("markers") is not None and got["annotations"]["count"] != want["markers"]:
        faults.append(f"{got['annotations']['count']} markers instead of {want['markers']}")
    streams = got["streams"][:1] if want.get("firstStreamOnly") else got["streams"]
    if want.get("noSamples"):
        return faults + [f"{s['samples']} samples" for s in streams if s["samples"]]
    if len(streams) != len(want["streams"]):
        return faults + [f"{len(streams)} streams instead of {len(want['streams'])}"]
    for s, w in zip(streams, want["streams"]):
        rate = s.get("rateHz")
        if not want.get("anyRate") and (rate is None) != (w["rateHz"] is None) or (rate and w["rateHz"] and abs(rate / w["rateHz"] - 1) > 1e-3):
            faults.append(f"rate {rate} instead of {w['rateHz']}")
        if s["samples"] != w["samples"] or len(s["channels"]) != w["channels"]:
            faults.append(f"{len(s['channels'])} x {s['samples']} instead of {w['channels']} x {w['samples']}")
            continue
        allowed = want.get("tolerance", 1e-5)
        for c, mean, std in zip(s["channels"], w["mean"], w["std"]):
            v = c.get("statistics")
            if mean is None:
                continue
            if v is None or abs(v["mean"] - mean) > allowed * (std + abs(mean)) + 1e-12 or abs(v["standardDeviation"] - std) > allowed * (std + 1e-3 * abs(mean)) + 1e-12:
                faults.append(f"{c['label']}: {v and (v['mean'], v['standardDeviation'])} instead of {(mean, std)}")
    return faults


if __name__ == "__main__":
    if "--check" in sys.argv:
        at = sys.argv.index("--check")
        sys.exit(0 if check(sys.argv[1], sys.argv[at + 1], json.load(open(sys.argv[at + 2]))["files"]) else 1)
    files, sys.stdout = {}, sys.stderr
    for key, path, name in table(sys.argv[1]):
        try:
            found = describe(key, path, name)
        except Exception as fault:  # a peer that cannot read a file is said on stderr, and the file has no entry
            print(f"{key}: {type(fault).__name__}: {fault}", file=sys.stderr)
            continue
        if found is not None:
            files[key] = found
    sys.stdout = sys.__stdout__
    json.dump({"note": "Made by bench/peers/recordings.py; voltages in microvolts.", "files": files}, sys.stdout, indent=None, separators=(",", ":"))
