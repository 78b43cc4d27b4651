using Distill.Jobs.Export;
using Distill.Models;
using Distill.Onnx.Export;

namespace Distill.Documentation.Tests;

/// <summary>The code on the card of an exported model compiles, whatever the model takes.</summary>
public sealed class CardCodeTests
{
    public static TheoryData<string> Kinds => ["grey", "colour in bytes", "spectra", "features", "words", "pieces", "vectors", "strings", "strings to vectors"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ItCompilesAndNamesTheInput(string kind)
    {
        var (shape, network, options, input) = kind switch
        {
            "grey" => (new ExampleShape(1, 28, 28), new MlpSpec { Widths = [8] }, new OnnxExportOptions(), "pixels"),
            "colour in bytes" => (new ExampleShape(3, 32, 32), new MlpSpec { Widths = [8] }, new OnnxExportOptions { Input = InputType.U8 }, "pixels"),
            "spectra" => (new ExampleShape(1, 98, 40), new MlpSpec { Widths = [8] }, new OnnxExportOptions { RealImages = true }, "features"),
            "features" => (ExampleShape.Features(13), (NetworkSpec)new MlpSpec { Widths = [8] }, new OnnxExportOptions(), "features"),
            "strings" => (ExampleShape.Features(256), new WordPieceSpec(), new OnnxExportOptions { Strings = true }, "texts"),
            "strings to vectors" => (ExampleShape.Features(256), new BagSpec(), new OnnxExportOptions { Strings = true }, "texts"),
            "words" or "vectors" => (ExampleShape.Features(256), new BagSpec(), new OnnxExportOptions(), "text"),
            _ => (ExampleShape.Features(256), new WordPieceSpec(), new OnnxExportOptions(), "input_ids"),
        };

        var code = CardCode.Of("student.onnx", shape, network, options, embeds: kind is "vectors" or "strings to vectors");

        Assert.Empty(CodeTests.Errors(new CodeBlock("csharp", "", "", code)));
        Assert.Contains($"[\"{input}\"]", code, StringComparison.Ordinal);
        Assert.Contains(kind == "colour in bytes" ? "byte[] values = new byte[3072];   // all red, all green, all blue, each row by row, 0 to 255" : "values = ", code, StringComparison.Ordinal);
    }
}
