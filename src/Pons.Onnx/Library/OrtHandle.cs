using System.Runtime.InteropServices;

namespace Pons.Onnx.Library;

/// <summary>Something that ONNX Runtime made, and the function that releases it.</summary>
internal sealed unsafe class OrtHandle : SafeHandle
{
    private readonly delegate* unmanaged<nint, void> _release;

    public OrtHandle(nint made, nint release)
        : base(0, ownsHandle: true)
    {
        _release = (delegate* unmanaged<nint, void>)release;
        SetHandle(made);
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>For a call while the caller keeps this alive: in a <c>using</c>, or between adding and releasing a reference.</summary>
    public nint Value => handle;

    protected override bool ReleaseHandle()
    {
        _release(handle);
        return true;
    }
}
