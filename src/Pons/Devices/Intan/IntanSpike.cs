namespace Pons.Devices.Intan;

/// <summary>A spike that RHX found: channel, sample count, and the class it gave (1, 2, 4, 8 sorted, 64 not sorted, 128 artefact).</summary>
internal readonly record struct IntanSpike(ulong Channel, uint Time, byte Class);
