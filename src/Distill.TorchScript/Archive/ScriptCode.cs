using System.Text;
using System.Text.RegularExpressions;
using Distill.Runs;

namespace Distill.TorchScript.Archive;

/// <summary>
/// Judges the code of a TorchScript archive by its words. TorchScript computes; it also has operators that read and write
/// files, which no model needs.
/// </summary>
internal static partial class ScriptCode
{
    private const int Deepest = 200;

    /// <exception cref="DistillException">The code is no text, nests too deeply, or names what a model has no need of.</exception>
    public static void Check(byte[] code, string source)
    {
        if (code.Any(letter => letter is not ((byte)'\n' or (byte)'\t' or (>= 32 and < 127))))
        {
            throw DistillException.Damaged($"{source} is damaged: code of torch.jit is plain text. Save or copy the model again.");
        }

        var text = Encoding.ASCII.GetString(code);
        if (Nesting(text) > Deepest)
        {
            throw new DistillException($"{source} nests more than {Deepest} brackets, which no exporter writes.");
        }

        if (FileAccess().Match(text) is { Success: true } file)
        {
            throw new DistillException($"{source} names '{file.Value}', which reads or writes files; a teacher only computes. It is not loaded.");
        }

        if (EscapedName().IsMatch(text))
        {
            throw new DistillException($"{source} hides a name behind a backslash. It is not loaded.");
        }

        if (Foreign().Match(text) is { Success: true } foreign)
        {
            throw new DistillException(
                $"{source} uses '{foreign.Value}', which is not in the libtorch in use: operators of torchvision and other packages, and quantised layers, are not. "
                + "Export a float model without them, or export to ONNX.");
        }
    }

    private static int Nesting(string text)
    {
        var (open, most) = (0, 0);
        foreach (var letter in text)
        {
            open += letter is '(' or '[' or '{' ? 1 : letter is ')' or ']' or '}' ? -1 : 0;
            most = Math.Max(most, open);
        }

        return most;
    }

    [GeneratedRegex(@"\b(?:save|from_file|read_file|write_file)\b", RegexOptions.CultureInvariant)]
    private static partial Regex FileAccess();

    [GeneratedRegex(@"\bgetattr\s*\([^)\n]*\\", RegexOptions.CultureInvariant)]
    private static partial Regex EscapedName();

    [GeneratedRegex(@"(?<![\w.])ops\.(?!prim\.|aten\.)\w+\.\w+|\btorch\.classes\.\w+", RegexOptions.CultureInvariant)]
    private static partial Regex Foreign();
}
