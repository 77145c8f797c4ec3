namespace Pons.Devices.Neuroscan;

/// <summary>What a message is for: its first four characters.</summary>
internal enum NeuroscanId
{
    Control,
    File,
    Data,
}
