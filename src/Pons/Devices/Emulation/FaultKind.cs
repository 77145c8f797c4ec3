using System.Text.Json.Serialization;

namespace Pons.Devices.Emulation;

/// <summary>What an emulator does wrong on purpose.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FaultKind>))]
public enum FaultKind
{
    /// <summary>Packets are not sent; the device's counter goes on. Amount: packets.</summary>
    Lose,
    /// <summary>A packet is sent twice (datagrams only). Amount: packets.</summary>
    Duplicate,
    /// <summary>A packet is sent behind its successor (datagrams only). Amount: pairs of packets.</summary>
    Reorder,
    /// <summary>Nothing is sent for a while, then all of it at once; nothing is lost. Amount: seconds.</summary>
    Stall,
    /// <summary>The connection is cut, and nobody can connect for a while; what is sent meanwhile is lost. Amount: seconds.</summary>
    Disconnect,
    /// <summary>Bytes that are no part of the protocol come between packets. Amount: bytes.</summary>
    Garbage,
    /// <summary>A message announces a length that cannot be; then the connection is cut. Amount: not used.</summary>
    HostileLength,
    /// <summary>The device is gone for a moment and comes back with another rate. Amount: samples per second.</summary>
    ChangeRate,
}
