namespace Pons.Devices.Intan;

/// <summary>What a word of a frame measures, in the order in which RHX writes the words.</summary>
internal enum IntanWordKind
{
    Wide,
    Low,
    High,
    Dc,
    Stim,
    Aux,
    Supply,
    AnalogIn,
    AnalogOut,
    DigitalIn,
    DigitalOut,
}
