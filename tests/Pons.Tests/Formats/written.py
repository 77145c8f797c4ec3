"""Reads a file that Pons has written with MNE (or pyxdf) and compares it with what Pons meant.

    python3 written.py FILE EXPECTED CHANNELS

EXPECTED holds float64 [sample x channel] in microvolts. Prints one line of JSON: rate, samples, largest error in microvolts, markers.
Exit status 3 when the tool is not installed.
"""
import json
import sys
import warnings

import numpy as np

warnings.filterwarnings("ignore")


def by_mne(path):
    import mne
    mne.set_log_level("ERROR")
    read = {".edf": mne.io.read_raw_edf, ".bdf": mne.io.read_raw_bdf, "vhdr": mne.io.read_raw_brainvision, ".set": mne.io.read_raw_eeglab}
    raw = read[path[-4:]](path, preload=True)
    notes = [(float(o), str(d)) for o, d in zip(raw.annotations.onset, raw.annotations.description)]
    return raw.info["sfreq"], raw.get_data().T * 1e6, notes, f"MNE {mne.__version__}"


def by_pyxdf(path):
    import pyxdf
    streams, _ = pyxdf.load_xdf(path)
    signal = next(s for s in streams if s["info"]["channel_format"][0] != "string")
    words = [s for s in streams if s["info"]["channel_format"][0] == "string"]
    start = signal["time_stamps"][0]
    notes = sorted((float(t - start), v[0]) for s in words for t, v in zip(s["time_stamps"], s["time_series"]))
    return float(signal["info"]["nominal_srate"][0]), np.asarray(signal["time_series"], float), notes, "pyxdf"


try:
    rate, data, notes, tool = by_pyxdf(sys.argv[1]) if sys.argv[1].endswith(".xdf") else by_mne(sys.argv[1])
except ImportError as fault:
    print(fault, file=sys.stderr)
    sys.exit(3)
expected = np.fromfile(sys.argv[2], "<f8").reshape(-1, int(sys.argv[3]))
same = data.shape == expected.shape
print(json.dumps(dict(
    tool=tool, rateHz=rate, samples=len(data), channels=data.shape[1], error=float(np.abs(data - expected).max()) if same else None,
    onsets=[o for o, _ in notes], labels=[d for _, d in notes])))
