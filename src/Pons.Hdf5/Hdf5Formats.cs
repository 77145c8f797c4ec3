using Pons.Formats;
using Pons.Hdf5.Kwik;
using Pons.Hdf5.Matlab;
using Pons.Hdf5.Nwb;
using Pons.Hdf5.Snirf;

namespace Pons.Hdf5;

/// <summary>The recording formats that stand on HDF5.</summary>
public static class Hdf5Formats
{
    /// <summary>
    /// Adds the formats to <see cref="RecordingFormat.All"/>. Where libhdf5 is not installed they are listed all the same, and
    /// <see cref="RecordingFormat.UnavailableBecause"/> says how to get it. Calling it again changes nothing.
    /// </summary>
    public static void Register()
    {
        // The format that was added last is asked first.
        RecordingFormat.Add(new Mat73Format());
        RecordingFormat.Add(new Eeglab73Format());
        RecordingFormat.Add(new SnirfFormat());
        RecordingFormat.Add(new NwbFormat());
        RecordingFormat.Add(new KwikFormat());
    }
}
