using Distill.Cli.Terminal;

namespace Distill.Cli.CommandLine;

/// <summary>Says what people do next with what a verb has made.</summary>
internal static class NextSteps
{
    private const string First = "Next:   ";

    /// <summary>For a run with a model: see it, and ship it.</summary>
    /// <param name="run">The run's folder.</param>
    /// <param name="model">The model, or a run that holds one.</param>
    public static void OfModel(string run, string model) => Say(
        CommandText.Of("studio", Path.GetDirectoryName(run)!), CommandText.Of("export", model, "--out", "model.onnx"));

    /// <summary>For a run with a file that is ready to ship: see it, and ask it.</summary>
    /// <param name="run">The run's folder.</param>
    /// <param name="file">The file.</param>
    public static void OfFile(string run, string file) => Say(CommandText.Of("studio", Path.GetDirectoryName(run)!), CommandText.Of("predict", file, "FILE"));

    /// <summary>For a teacher: learn from it.</summary>
    /// <param name="teacher">What it is opened by.</param>
    public static void OfTeacher(string teacher) => Say(CommandText.Of("train", "--data", "DATA", "--network", "NETWORK", "--teacher", teacher));

    /// <summary>For a store of soft targets: learn from it.</summary>
    /// <param name="store">The store.</param>
    public static void OfStore(string store) => Say(CommandText.Of("train", "--data", "DATA", "--network", "NETWORK", "--targets", store));

    /// <summary>For a store of vectors: follow them.</summary>
    /// <param name="data">What they are of.</param>
    /// <param name="store">The store.</param>
    public static void OfVectors(string data, string store) => Say(CommandText.Of("train", "--data", data, "--network", "bag", "--vectors", store, "--embedder"));

    private static void Say(params IReadOnlyList<string> commands)
    {
        foreach (var (number, command) in commands.Index())
        {
            Screen.Say((number == 0 ? First : new string(' ', First.Length)) + command);
        }
    }
}
