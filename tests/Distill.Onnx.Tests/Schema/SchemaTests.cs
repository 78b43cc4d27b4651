using Distill.Onnx.Schema;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Distill.Onnx.Tests.Schema;

public sealed class SchemaTests
{
    [Fact]
    public void OnnxRuntimeRunsAModelThatTheSchemaWrites()
    {
        var model = new ModelProto
        {
            IrVersion = 8,
            OpsetImport = { new OperatorSetIdProto { Version = 17 } },
            Graph = new GraphProto
            {
                Name = "doubled",
                Input = { Vector("x") },
                Output = { Vector("y") },
                Initializer = { new TensorProto { Name = "two", DataType = (int)TensorProto.Types.DataType.Float, FloatData = { 2 } } },
                Node = { new NodeProto { OpType = "Mul", Input = { "x", "two" }, Output = { "y" } } },
            },
        };

        using var session = new InferenceSession(model.ToByteArray());
        using var results = session.Run([NamedOnnxValue.CreateFromTensor("x", new DenseTensor<float>(new float[] { 1, -3 }, [2]))]);

        Assert.Equal([2f, -6f], results.Single().AsTensor<float>());
    }

    private static ValueInfoProto Vector(string name) => new()
    {
        Name = name,
        Type = new TypeProto
        {
            TensorType = new TypeProto.Types.Tensor
            {
                ElemType = (int)TensorProto.Types.DataType.Float,
                Shape = new TensorShapeProto { Dim = { new TensorShapeProto.Types.Dimension { DimParam = "n" } } },
            },
        },
    };
}
