using System.Runtime.InteropServices;
using System.Text;
using Distill.Files;
using Distill.Onnx.Schema;
using Google.Protobuf;
using static Distill.Onnx.Schema.TensorProto.Types;

namespace Distill.Text.Tests;

/// <summary>An encoder of the shape of BERT with drawn weights, as files of PyTorch and of its export to ONNX.</summary>
internal sealed class SmallEncoder
{
    public const int Width = 12;
    public const int Heads = 3;
    public const int Hidden = 20;
    public const int Places = 16;
    public const double Epsilon = 1e-7;

    public static readonly string[] Vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "the", "a", "red", "green", "blue", "dog", "cat", "cow", "##s", "##ish", "!"];

    private readonly GraphProto graph = new() { Name = "encoder" };
    private int count;

    public SmallEncoder(int layers)
    {
        Layers = layers;
        var random = new Random(7);
        void Draw(string name, params int[] shape) =>
            Tensors[name] = (shape, [.. Enumerable.Range(0, shape.Aggregate(1, (a, b) => a * b)).Select(_ => (float)(random.NextDouble() - 0.5) + (name.EndsWith("LayerNorm.weight", StringComparison.Ordinal) ? 1 : 0))]);

        Draw("embeddings.word_embeddings.weight", Vocabulary.Length, Width);
        Draw("embeddings.position_embeddings.weight", Places, Width);
        Draw("embeddings.token_type_embeddings.weight", 2, Width);
        Norm("embeddings.LayerNorm");
        for (var layer = 0; layer < layers; layer++)
        {
            var name = $"encoder.layer.{layer}.";
            foreach (var part in (string[])["query", "key", "value"])
            {
                Linear($"{name}attention.self.{part}", Width, Width);
            }

            Linear($"{name}attention.output.dense", Width, Width);
            Norm($"{name}attention.output.LayerNorm");
            Linear($"{name}intermediate.dense", Hidden, Width);
            Linear($"{name}output.dense", Width, Hidden);
            Norm($"{name}output.LayerNorm");
        }

        void Linear(string name, int outputs, int inputs)
        {
            Draw($"{name}.weight", outputs, inputs);
            Draw($"{name}.bias", outputs);
        }

        void Norm(string name)
        {
            Draw($"{name}.weight", Width);
            Draw($"{name}.bias", Width);
        }
    }

    public int Layers { get; }

    /// <summary>The tensors by PyTorch's names.</summary>
    public Dictionary<string, (int[] Shape, float[] Values)> Tensors { get; } = new(StringComparer.Ordinal);

    public static string WriteVocabulary(TemporaryFolder folder) => folder.Write("vocab.txt", Encoding.UTF8.GetBytes(string.Join('\n', Vocabulary) + "\n"));

    /// <summary>Safetensors, with what stands before the names and with tensors that are none of the encoder's.</summary>
    public string WriteSafeTensors(string path, string prefix, bool withConfig)
    {
        var tensors = Tensors.Select(pair => Payload(prefix + pair.Key, pair.Value.Shape, pair.Value.Values)).ToList();
        tensors.Add(Payload($"{prefix}pooler.dense.weight", [2, 2], new float[4]));
        SafeTensorsWriter.Write(path, tensors, new Dictionary<string, string> { ["format"] = "pt" });
        if (withConfig)
        {
            File.WriteAllText(Path.Combine(Path.GetDirectoryName(path)!, "config.json"), $$"""{"model_type": "bert", "hidden_act": "gelu", "num_attention_heads": {{Heads}}, "layer_norm_eps": 1e-07}""");
        }

        return path;
    }

    /// <summary>ONNX, as PyTorch writes it: matrices without names, turned round.</summary>
    public string WriteOnnx(string path, bool withGemm = false)
    {
        graph.Input.Add(Slot("input_ids", DataType.Int64, "batch", "pieces"));
        graph.Input.Add(Slot("attention_mask", DataType.Int64, "batch", "pieces"));
        graph.Output.Add(Slot("last_hidden_state", DataType.Float, "batch", "pieces", $"{Width}"));
        foreach (var (name, (shape, values)) in Tensors.Where(pair => pair.Value.Shape.Length == 1 || pair.Key.StartsWith("embeddings.", StringComparison.Ordinal)))
        {
            Floats(name, values, shape);
        }

        var absent = Node("Mul", Node("Sub", Floats("one", [1], []), Node("Cast", [Attribute("to", (long)DataType.Float)], Node("Unsqueeze", "attention_mask", Longs("axes", 1, 2)))), Floats("least", [-10000], []));
        var longest = Node("Squeeze", Node("Slice", Node("Shape", "input_ids"), Longs("from", 1), Longs("to", 2)));
        var places = Node("Gather", "embeddings.position_embeddings.weight", Node("Range", Long("zero", 0), longest, Long("step", 1)));
        var sentence = Node("Gather", "embeddings.token_type_embeddings.weight", Long("first", 0));
        var vectors = Norm(Node("Add", Node("Add", Node("Gather", "embeddings.word_embeddings.weight", "input_ids"), sentence), places), "embeddings.LayerNorm");
        for (var layer = 0; layer < Layers; layer++)
        {
            var name = $"encoder.layer.{layer}.";
            string Split(string part) => Node(
                "Transpose", [Attribute("perm", 0, 2, 1, 3)], Node("Reshape", Linear(vectors, $"{name}attention.self.{part}", withGemm), Shape(Heads, Width / Heads)));
            var (queries, keys, values) = (Split("query"), Split("key"), Split("value"));
            var scores = Node("Div", Node("MatMul", queries, Node("Transpose", [Attribute("perm", 0, 1, 3, 2)], keys)), Floats($"root{layer}", [MathF.Sqrt(Width / Heads)], []));
            var shares = Node("Softmax", [Attribute("axis", -1)], Node("Add", scores, absent));
            var attended = Node("Reshape", Node("Transpose", [Attribute("perm", 0, 2, 1, 3)], Node("MatMul", shares, values)), Longs($"whole{layer}", 0, 0, Width));
            var middle = Norm(Node("Add", Linear(attended, $"{name}attention.output.dense", withGemm), vectors), $"{name}attention.output.LayerNorm");
            var inner = Linear(middle, $"{name}intermediate.dense", withGemm);
            var error = Node("Add", Node("Erf", Node("Div", inner, Floats($"two{layer}", [MathF.Sqrt(2)], []))), "one");
            var active = Node("Mul", Node("Mul", inner, error), Floats($"half{layer}", [0.5f], []));
            vectors = Norm(Node("Add", Linear(active, $"{name}output.dense", withGemm), middle), $"{name}output.LayerNorm");
        }

        graph.Node.Add(new NodeProto { OpType = "Identity", Input = { vectors }, Output = { "last_hidden_state" } });
        File.WriteAllBytes(path, new ModelProto { IrVersion = 8, OpsetImport = { new OperatorSetIdProto { Version = 17 } }, Graph = graph }.ToByteArray());
        return path;

        string Shape(long heads, long size) => Node(
            "Concat", [Attribute("axis", 0)], Node("Shape", "input_ids"), Longs($"heads{count}", heads), Longs($"size{count}", size));
    }

    private static TensorPayload Payload(string name, int[] shape, float[] values) =>
        TensorPayload.Of(name, TensorType.F32, [.. shape.Select(size => (long)size)], MemoryMarshal.AsBytes(values.AsSpan()).ToArray());

    private string Linear(string input, string name, bool withGemm)
    {
        var (shape, values) = Tensors[$"{name}.weight"];
        if (withGemm)
        {
            // Rows of all texts, with the matrix as PyTorch has it.
            var rows = Node("Gemm", [Attribute("transB", 1)], Node("Reshape", input, Longs($"rows{++count}", -1, shape[1])), Floats($"{name}.weight", values, shape), $"{name}.bias");
            return Node("Reshape", rows, Node("Concat", [Attribute("axis", 0)], Node("Shape", "input_ids"), Longs($"columns{count}", shape[0])));
        }

        var turned = new float[values.Length];
        for (var row = 0; row < shape[0]; row++)
        {
            for (var column = 0; column < shape[1]; column++)
            {
                turned[(column * shape[0]) + row] = values[(row * shape[1]) + column];
            }
        }

        return Node("Add", $"{name}.bias", Node("MatMul", input, Floats($"onnx::MatMul_{++count}", turned, [shape[1], shape[0]])));
    }

    private string Norm(string input, string name)
    {
        string Mean(string value) => Node("ReduceMean", [Attribute("axes", -1)], value);
        var centred = Node("Sub", input, Mean(input));
        var deviation = Node("Sqrt", Node("Add", Mean(Node("Mul", centred, centred)), Floats($"epsilon{++count}", [(float)Epsilon], [])));
        return Node("Add", Node("Mul", Node("Div", centred, deviation), $"{name}.weight"), $"{name}.bias");
    }

    private string Floats(string name, float[] values, int[] shape)
    {
        graph.Initializer.Add(new TensorProto { Name = name, DataType = (int)DataType.Float, Dims = { shape.Select(size => (long)size) }, RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values.AsSpan())) });
        return name;
    }

    private string Longs(string name, params long[] values)
    {
        graph.Initializer.Add(new TensorProto { Name = name, DataType = (int)DataType.Int64, Dims = { values.Length }, Int64Data = { values } });
        return name;
    }

    private string Long(string name, long value)
    {
        graph.Initializer.Add(new TensorProto { Name = name, DataType = (int)DataType.Int64, Int64Data = { value } });
        return name;
    }

    private string Node(string type, params string[] inputs) => Node(type, [], inputs);

    private string Node(string type, AttributeProto[] attributes, params string[] inputs)
    {
        var output = $"v{++count}";
        graph.Node.Add(new NodeProto { OpType = type, Input = { inputs }, Output = { output }, Attribute = { attributes } });
        return output;
    }

    private static AttributeProto Attribute(string name, params long[] values) => name is "perm" or "axes"
        ? new() { Name = name, Type = AttributeProto.Types.AttributeType.Ints, Ints = { values } }
        : new() { Name = name, Type = AttributeProto.Types.AttributeType.Int, I = values[0] };

    internal static ValueInfoProto Slot(string name, DataType type, params string[] dims) => new()
    {
        Name = name,
        Type = new TypeProto
        {
            TensorType = new TypeProto.Types.Tensor
            {
                ElemType = (int)type,
                Shape = new TensorShapeProto
                {
                    Dim = { dims.Select(dim => long.TryParse(dim, out var size) ? new TensorShapeProto.Types.Dimension { DimValue = size } : new TensorShapeProto.Types.Dimension { DimParam = dim }) },
                },
            },
        },
    };
}
