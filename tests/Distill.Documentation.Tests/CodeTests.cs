using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Distill.Documentation.Tests;

/// <summary>
/// Every block of C# in the documentation compiles against the library: as statements that may use what a comment
/// "given: ModelSpec spec, …" before the block declares, or, after "given: interface", as members of one. A block after "sample: FILE" is that file.
/// </summary>
public sealed class CodeTests
{
    private const string Usings = """
        using System;
        using System.Collections.Generic;
        using System.IO;
        using System.Linq;
        using System.Threading;
        using Distill;
        using Distill.Data;
        using Distill.Data.Sets;
        using Distill.Distributed;
        using Distill.Evaluation;
        using Distill.Images;
        using Distill.Models;
        using Distill.Objectives;
        using Distill.Onnx;
        using Distill.Onnx.Export;
        using Distill.Onnx.Export.Check;
        using Distill.Runs;
        using Distill.Runs.Metrics;
        using Distill.Specialists;
        using Distill.Speech.Acoustics;
        using Distill.Speech.Alignment;
        using Distill.Speech.Audio;
        using Distill.Speech.Decoding;
        using Distill.Speech.Features;
        using Distill.Speech.Keywords;
        using Distill.Speech.Recordings;
        using Distill.Targets;
        using Distill.Teachers;
        using Distill.Teachers.Foreign;
        using Distill.Text;
        using Distill.Text.Encoders;
        using Distill.Text.LanguageModels;
        using Distill.TorchScript;
        using Distill.Training;
        using Distill.Training.Hints;
        using Distill.Training.Schedules;
        using Microsoft.ML.OnnxRuntime;
        using TorchSharp;
        using static TorchSharp.torch.nn;

        """;

    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("Distill.Documentation", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    public static TheoryData<string, int> Blocks =>
        [.. Page.All.SelectMany(page => page.Blocks.Index().Where(block => block.Item.Language == "csharp").Select(block => (page.Path, block.Index)))];

    [Theory]
    [MemberData(nameof(Blocks))]
    public void ABlockCompiles(string page, int index)
    {
        var block = Page.At(page).Blocks[index];

        if (block.Sample.Length > 0)
        {
            Assert.Equal(File.ReadAllText(Path.Combine(Checkout.Root, block.Sample)), block.Code);
        }
        else
        {
            Assert.Empty(Errors(block));
        }
    }

    [Fact]
    public void ABlockThatDoesNotCompileIsFound()
    {
        var error = Assert.Single(Errors(new CodeBlock("csharp", "ModelSpec spec", "", "var student = Classifier.Built(spec, seed: 1);")));

        Assert.Contains("'Classifier' does not contain a definition for 'Built'", error, StringComparison.Ordinal);
    }

    /// <summary>What the compiler finds wrong with a block.</summary>
    internal static IEnumerable<string> Errors(CodeBlock block)
    {
        // Directives of the block itself belong to the top of the file.
        var lines = block.Code.Split('\n');
        var directives = lines.Where(line => line.StartsWith("using ", StringComparison.Ordinal) && line.TrimEnd().EndsWith(';') && !line.Contains('=') && !line.Contains('(')).ToArray();
        var body = string.Join('\n', lines.Where(line => !directives.Contains(line)));
        var code = Usings + string.Join('\n', directives.Where(directive => !Usings.Contains(directive.Trim(), StringComparison.Ordinal))) + "\n"
            + (block.Given == "interface" ? $"interface IPage\n{{\n{body}\n}}\n" : $"static class OfPage\n{{\nstatic void Run({block.Given})\n{{\n{body}\n}}\n}}\n");
        return CSharpCompilation.Create(
                "Page",
                [CSharpSyntaxTree.ParseText(code, new CSharpParseOptions(LanguageVersion.Latest))],
                References,
                new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable))
            .GetDiagnostics()
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .Select(diagnostic => $"{diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture)} in: {Line(code, diagnostic)}");
    }

    private static string Line(string code, Diagnostic diagnostic) => code.Split('\n')[diagnostic.Location.GetLineSpan().StartLinePosition.Line].Trim();
}
