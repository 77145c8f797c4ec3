using System.Runtime.InteropServices;

namespace Pons.Hdf5.Library;

/// <summary>An open file, group or data set of libhdf5. Identifiers have 64 bits, and so has this process.</summary>
internal sealed class Hdf5Handle : SafeHandle
{
    public Hdf5Handle(long id)
        : base(-1, ownsHandle: true) => SetHandle((nint)id);

    public override bool IsInvalid => handle <= 0;

    protected override bool ReleaseHandle()
    {
        lock (Hdf5Library.Gate)
        {
            // Closing a file closes what was opened in it.
            return Hdf5Calls.H5Iis_valid(handle) <= 0 || Hdf5Calls.H5Idec_ref(handle) >= 0;
        }
    }
}
