namespace Pons.Devices;

/// <summary>Tells datagrams that came late from a device that started again, whose counter stays behind for good.</summary>
internal struct DatagramOrder
{
    private const int LateInARow = 8;
    private long _newest;
    private int _late;
    private bool _hasNewest;

    /// <summary>Takes the unwrapped counter of a datagram.</summary>
    /// <exception cref="DeviceException">So many in a row are older than the newest that the device must have started again.</exception>
    public void Take(long counter, string device)
    {
        if (!_hasNewest || counter > _newest) (_newest, _late, _hasNewest) = (counter, 0, true);
        else if (++_late >= LateInARow)
            throw new DeviceException(
                device, $"its counter went back from {_newest} to {counter}.", "The device or its program has started again.",
                "Nothing needs to be done: the connection is made anew, and the time between is a marked gap.")
            { Code = DeviceFaultCode.Restarted, Values = [$"{_newest}", $"{counter}"] };
    }
}
