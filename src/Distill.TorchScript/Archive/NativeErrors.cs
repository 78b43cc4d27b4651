using System.Runtime.InteropServices;
using Distill.Runs;

namespace Distill.TorchScript.Archive;

/// <summary>What libtorch refuses, in a sentence.</summary>
internal static class NativeErrors
{
    private const int Longest = 400;

    /// <summary>Runs a native call; what it throws becomes the user's mistake.</summary>
    /// <exception cref="DistillException">libtorch refused.</exception>
    public static T Told<T>(string what, Func<T> call)
    {
        try
        {
            return call();
        }
        catch (ExternalException error)
        {
            throw new DistillException($"{what}: {Sentence(error.Message)}", error);
        }
    }

    // What follows are addresses inside libtorch, and before it, for an error in the model's code, a trace of calls.
    private static string Sentence(string message)
    {
        var told = ErrorSentence.WithoutFrames(message).Trim();
        var cause = told.LastIndexOf("RuntimeError: ", StringComparison.Ordinal);
        told = string.Join(' ', (cause >= 0 ? told[(cause + "RuntimeError: ".Length)..] : told).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return told.Length <= Longest ? told : told[..Longest] + "…";
    }
}
