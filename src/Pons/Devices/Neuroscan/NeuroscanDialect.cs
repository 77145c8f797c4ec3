namespace Pons.Devices.Neuroscan;

/// <summary>Two protocols that begin alike and differ in the width of their header.</summary>
public enum NeuroscanDialect
{
    /// <summary>SCAN 4.x Acquire: 12 bytes; whole numbers.</summary>
    Acquire,
    /// <summary>Curry 8: 20 bytes with the number of the first sample; float32.</summary>
    Curry8,
}
