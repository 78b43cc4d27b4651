namespace Distill.Text.LanguageModels;

/// <summary>How long to wait after a server did not answer.</summary>
internal static class ServerWait
{
    /// <summary>Where an exception says how many seconds the server asks to wait.</summary>
    public const string Key = "retry-after";

    private const double Longest = 60;

    /// <summary>What the server asks for, or else half a second, doubled with each attempt; a minute at most.</summary>
    public static TimeSpan Of(Exception error, int attempt) =>
        TimeSpan.FromSeconds(Math.Min(Longest, error.Data[Key] is double asked ? Math.Max(0, asked) : 0.5 * Math.Pow(2, attempt - 1)));
}
