namespace Pons.Deidentification;

/// <summary>What was found: the sort of thing that points to a person.</summary>
public enum IdentityKind
{
    /// <summary>Name, or part of a name, of a subject or of a member of the staff.</summary>
    PersonName,

    /// <summary>Number of an identity document: resident identity card, passport, insurance.</summary>
    NationalId,

    /// <summary>Telephone or fax number.</summary>
    Phone,

    /// <summary>E-mail address or account of a messenger.</summary>
    Email,

    /// <summary>Place where a person lives or works.</summary>
    Address,

    /// <summary>Hospital, clinic, department or laboratory.</summary>
    Institution,

    /// <summary>Number of a patient, admission, case, examination or bed.</summary>
    RecordNumber,

    /// <summary>A day of the calendar.</summary>
    Date,

    /// <summary>A time of the day.</summary>
    TimeOfDay,

    /// <summary>An age of 89 years or more.</summary>
    Age,

    /// <summary>IP address, hardware address or name of a computer.</summary>
    NetworkAddress,

    /// <summary>Path of a file or folder on somebody's computer.</summary>
    Path,

    /// <summary>Serial number of a device.</summary>
    SerialNumber,

    /// <summary>A number that is unique in the world, such as a UUID.</summary>
    UniqueId,

    /// <summary>Weight, height, diagnosis, medication and the like.</summary>
    BodyDetail,

    /// <summary>Words about the subject or the recording that are removed as a whole.</summary>
    FreeText,

    /// <summary>The label under which the data set knows a subject or session.</summary>
    SubjectLabel,

    /// <summary>Bytes that the format leaves unused: padding, slack, what stands behind the end.</summary>
    UnusedSpace,
}
