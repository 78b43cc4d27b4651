namespace Distill.Runs;

/// <summary>Why the library could not do what it was asked for, so that a program can tell what to do about it.</summary>
public enum FailureReason
{
    /// <summary>An option, a file or data are not what they should be; the message says which, and what is expected.</summary>
    BadInput,

    /// <summary>A file is damaged or cut short. What made it can make it again.</summary>
    DamagedFile,

    /// <summary>Another process works on the run. The same call succeeds once that has ended.</summary>
    InUse,

    /// <summary>Numbers of a training are no longer finite. The same options come to the same end.</summary>
    Diverged,

    /// <summary>A disk is full or fails. The same call resumes once that is mended.</summary>
    Storage,
}
