namespace Distill.Tests.Architecture;

/// <summary>
/// The bytes of a tensor are those of the computer's own memory or cannot be read. Who reads them says why their tensor lies there, so that
/// nothing new takes a model's numbers without asking where they are.
/// </summary>
public sealed class TensorBytesTests
{
    private const string Read = "reads tensors that were made here, of files or of the batch as it was read";
    private const string Guarded = "is called where the tensor is known to be the processor's";
    private const string Brought = "brings the tensor here first";

    private static readonly Dictionary<string, string> Known = new()
    {
        ["src/Distill/Data/ExampleView.cs"] = Read,
        ["src/Distill/Data/Packed/PackedWriter.cs"] = Read,
        ["src/Distill/Evaluation/Predictor.cs"] = Brought,
        ["src/Distill/Files/SafeTensorsFile.cs"] = Read,
        ["src/Distill/Files/TensorPayload.cs"] = Brought,
        ["src/Distill/Models/Classifier.cs"] = Brought,
        ["src/Distill/Models/Import/Encoders/BertEncoder.cs"] = "fills models that FirstWeights makes here, and brings elsewhere afterwards",
        ["src/Distill/Models/Networks/SeededDropout.cs"] = Read,
        ["src/Distill/Models/Networks/SharedBatch.cs"] = Brought,
        ["src/Distill/Models/Networks/TableSums.cs"] = Guarded,
        ["src/Distill/Models/Networks/TextVectors.cs"] = Brought,
        ["src/Distill/Models/PixelNormalisation.cs"] = Guarded,
        ["src/Distill/Objectives/Closed/ClosedForm.cs"] = Guarded,
        ["src/Distill/Specialists/Assignment/CovarianceCounter.cs"] = Brought,
        ["src/Distill/TensorCopy.cs"] = Brought,
        ["src/Distill/Targets/ShardBuffer.cs"] = "is given answers that LabelValues brought here",
        ["src/Distill/Targets/StoreFiles.cs"] = Read,
        ["src/Distill/Teachers/Foreign/ForeignView.cs"] = Read,
        ["src/Distill/Training/Optimizers/GradientSum.cs"] = Brought,
        ["src/Distill/Training/Optimizers/RowGradients.cs"] = "gets gradients of some rows, which only the processor makes",
        ["src/Distill/Training/Optimizers/SumOfSquares.cs"] = Guarded,
        ["src/Distill/Training/Optimizers/TrainedParameter.cs"] = Guarded,
        ["src/Distill/Training/Population/PopulationEvaluation.cs"] = "is of a population, which PopulationCheck keeps on the processor",
        ["src/Distill/Training/Population/PopulationLoss.cs"] = "is of a population, which PopulationCheck keeps on the processor",
        ["src/Distill/Training/Population/Stacked/RectifierPass.cs"] = "is of a population, which PopulationCheck keeps on the processor",
        ["src/Distill/Training/Population/Stacked/StackedParameter.cs"] = "is of a population, which PopulationCheck keeps on the processor",
        ["src/Distill.Onnx/Encoders/ConstantValues.cs"] = Read,
        ["src/Distill.Onnx/Inference/OnnxTensors.cs"] = Read,
        ["src/Distill.Text/BatchTexts.cs"] = Read,
        ["src/Distill.Text/Encoders/FirstWeights.cs"] = Read,
    };

    [Fact]
    public void WhoReadsTheBytesOfATensorSaysWhereItLies()
    {
        var readers = SourceFile.Under("src").Concat(SourceFile.Under("papers"))
            .SelectMany(file => file.Mentions(@"(?<!\bthis)\.(bytes)\b").Select(mention => (file.Path, mention.Line))).ToList();

        Violations.AssertNone(
        [
            .. readers.Where(reader => !Known.ContainsKey(reader.Path))
                .Select(reader => $"{reader.Path}({reader.Line}) reads the bytes of a tensor; bring it to the processor, and add the file to the table with the reason."),
            .. Known.Keys.Except(readers.Select(reader => reader.Path)).Select(path => $"{path} reads no bytes of a tensor; take it out of the table."),
        ]);
    }
}
