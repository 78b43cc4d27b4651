namespace Distill.Jobs.Comparisons;

/// <summary>One part of a comparison is done as far as it can be: what comes next needs what other parts do.</summary>
internal sealed class AwaitedException : Exception
{
    /// <summary>Nothing is said of what is awaited.</summary>
    public AwaitedException()
    {
    }

    /// <summary>Says what is awaited, for example "2 of 6 trainings".</summary>
    public AwaitedException(string message) : base(message)
    {
    }

    /// <summary>The same, with a cause.</summary>
    public AwaitedException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
