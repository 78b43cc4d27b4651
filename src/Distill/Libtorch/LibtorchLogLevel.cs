namespace Distill.Libtorch;

/// <summary>The least grave kind of line that libtorch writes to standard error. Its own default is <see cref="Warning"/>.</summary>
internal enum LibtorchLogLevel
{
    /// <summary>Everything.</summary>
    Info,

    /// <summary>Warnings and errors.</summary>
    Warning,

    /// <summary>Errors alone. What goes wrong is also thrown, so nothing is lost but warnings.</summary>
    Error,
}
