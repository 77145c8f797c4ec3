"""Reads a recording of Pons with pyxdf and compares it with what the device sent.

    python3 recorded.py FILE VALUES STAMPS MARKERS

VALUES holds float32 [sample x channel], STAMPS float64, MARKERS their number. Exit status 3 when pyxdf is not installed.
"""
import sys

try:
    import numpy as np
    import pyxdf
except ImportError as fault:
    print(fault, file=sys.stderr)
    sys.exit(3)

path, values, stamps, markers = sys.argv[1:]
streams, _ = pyxdf.load_xdf(path, synchronize_clocks=False, dejitter_timestamps=False)
by_name = {s["info"]["name"][0]: s for s in streams}
signal = by_name["RDA"]
expected = np.fromfile(values, np.float32).reshape(signal["time_series"].shape)
assert np.array_equal(signal["time_series"], expected), "samples differ"
assert np.allclose(signal["time_stamps"], np.fromfile(stamps, np.float64), rtol=0, atol=1e-9), "stamps differ"
assert len(by_name["RDA markers"]["time_series"]) == int(markers), "markers differ"
assert by_name["RDA arrivals"]["time_series"].shape[1] == 2
synchronised, _ = pyxdf.load_xdf(path)
assert all(len(s["clock_times"]) > 0 for s in synchronised), "a stream has no clock offsets"
print("equal", pyxdf.__version__ if hasattr(pyxdf, "__version__") else "")
