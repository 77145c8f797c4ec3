namespace Pons.Formats.Delimited;

/// <summary>What is done with a column.</summary>
internal enum DelimitedRole
{
    /// <summary>Its numbers are samples.</summary>
    Channel,

    /// <summary>Its numbers are the times of the rows.</summary>
    Time,

    /// <summary>Its words are markers where they change.</summary>
    Marker,

    /// <summary>It is left out.</summary>
    None,
}

/// <summary>One column of a table.</summary>
/// <param name="Index">Its place in the row, from 0.</param>
/// <param name="Name">Its name without the unit; empty when the table names none.</param>
/// <param name="Unit">Its unit; empty when not stated.</param>
/// <param name="Role">What is done with it.</param>
internal sealed record DelimitedColumn(int Index, string Name, string Unit, DelimitedRole Role);
