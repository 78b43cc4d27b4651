using Distill.Arithmetic;
using Distill.Libtorch;
using Distill.Runs;
using Distill.Teachers.Foreign;
using static TorchSharp.torch;

namespace Distill.TorchScript.Archive;

/// <summary>A loaded TorchScript model that answers batches of any size, whatever size it was traced with.</summary>
internal sealed class ScriptModel : IDisposable
{
    // More at once takes more memory between layers and is no faster.
    private const int Most = 64;
    private const double FloatTolerance = 1e-2;
    private const double HalfTolerance = 1e-1;

    // A trace with reshapes may hold on to the batch that it was made with.
    private static readonly int[] FixedBatches = [1, 2, 4, 8, 16, 32, 64, 128, 256];

    private readonly string teacher;
    private readonly string? output;
    private readonly jit.ScriptModule module;
    private readonly ScalarType type;
    private int? batch;
    private bool isSettled;
    private bool isWithoutOneDnn;

    static ScriptModel() => LibtorchProcess.Prepare();

    private ScriptModel(jit.ScriptModule module, string teacher, string? output)
    {
        (this.module, this.teacher, this.output) = (module, teacher, output);
        module.eval();
        var weights = module.parameters().Concat(module.buffers()).ToList();
        ParameterCount = module.parameters().Sum(parameter => parameter.numel());
        type = weights.Select(weight => weight.dtype).FirstOrDefault(kind => kind is ScalarType.Float32 or ScalarType.Float64 or ScalarType.Float16 or ScalarType.BFloat16, ScalarType.Float32);
        weights.ForEach(weight => weight.Dispose());
    }

    /// <summary>Trained numbers.</summary>
    public long ParameterCount { get; }

    /// <summary>The number format in which the model computes, and its batch where that is fixed.</summary>
    public string Description => $"{type.ToString().ToLowerInvariant()}{(batch is { } size ? $", {size} at a time" : "")}";

    /// <summary>Loads a file that <see cref="ScriptArchive"/> has judged.</summary>
    /// <exception cref="DistillException">libtorch refuses the file.</exception>
    public static ScriptModel Load(string path, string? output)
    {
        using var scope = NewDisposeScope();
        var name = Path.GetFileName(path);
        return NativeErrors.Told(
            $"{path} is no model that libtorch loads", () => new ScriptModel(jit.load(path), name, output));
    }

    /// <summary>The model's answer, of its own type; the caller disposes it.</summary>
    /// <param name="seen">[batch, …] float32, as the teacher sees examples.</param>
    /// <exception cref="DistillException">The model fails on them.</exception>
    public Tensor Answer(Tensor seen)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        var input = seen.to(type);
        if (!isSettled)
        {
            Settle(input);
        }

        var count = input.shape[0];
        var size = batch ?? Most;
        return ((batch is null && count <= size) || count == size ? Run(input) : cat([.. Parts(input, size)])).MoveToOuterDisposeScope();
    }

    public void Dispose() => module.Dispose();

    // A file does not tell which batches the model takes; and a trace made in training mode answers wrongly without a word.
    private void Settle(Tensor input)
    {
        var three = cat([input, input, input]).narrow(0, 0, 3).contiguous();
        var (together, problem) = Try(three);
        if (together is null)
        {
            batch = FixedBatches.Cast<int?>().FirstOrDefault(size => Try(three.narrow(0, 0, 1).expand([size!.Value, .. three.shape[1..]]).contiguous()).Answer is not null)
                ?? throw new DistillException(
                    $"The teacher {teacher} fails on examples of [{string.Join(", ", three.shape[1..])}]: {problem} "
                    + $"Say with {ForeignRemedy.Size}, {ForeignRemedy.Layout} or {ForeignRemedy.Output} what it expects.",
                    ForeignRemedy.Size,
                    ForeignRemedy.Layout,
                    ForeignRemedy.Output);
            isSettled = true;
            return;
        }

        isSettled = true;
        if (!Near(together, Run(three)))
        {
            throw new DistillException($"The teacher {teacher} answers the same examples differently each time, as dropout does; call model.eval() in Python before it is traced.");
        }

        TakeRightWay(ref together, three);
        if (Try(three.narrow(0, 1, 1).contiguous()).Answer is { } alone && !Near(alone, together.narrow(0, 1, 1)))
        {
            throw new DistillException($"The teacher {teacher} answers an example differently beside other examples, as batch normalisation in training does; call model.eval() in Python before it is traced.");
        }
    }

    // Some processors make convolutions in oneDNN wrong; libtorch's own code, slower in half precision, is the reference.
    private void TakeRightWay(ref Tensor answer, Tensor input)
    {
        if (LibtorchContext.OneDnn != true)
        {
            return;
        }

        isWithoutOneDnn = true;
        var own = Run(input);
        isWithoutOneDnn = !Near(own, answer);
        if (isWithoutOneDnn)
        {
            answer = own;
            ArithmeticCures.Tell($"The teacher {teacher}", "without oneDNN, because its answers differ from those with it");
        }
    }

    private bool Near(Tensor one, Tensor other)
    {
        var (first, second) = (one.to(ScalarType.Float32), other.to(ScalarType.Float32));
        var difference = (first - second).abs().max().item<float>();
        var scale = first.abs().max().item<float>();
        return difference <= (type is ScalarType.Float32 or ScalarType.Float64 ? FloatTolerance : HalfTolerance) * (scale + 1e-6) || float.IsNaN(difference);
    }

    private (Tensor? Answer, string Problem) Try(Tensor input)
    {
        try
        {
            var answer = Run(input);
            return answer.dim() > 0 && answer.shape[0] == input.shape[0]
                ? (answer, "")
                : (null, $"it answers {input.shape[0]} of them with [{string.Join(", ", answer.shape)}].");
        }
        catch (DistillException error) when (error.InnerException is System.Runtime.InteropServices.ExternalException)
        {
            return (null, error.Message);
        }
    }

    private IEnumerable<Tensor> Parts(Tensor input, int size)
    {
        var count = input.shape[0];
        for (long first = 0; first < count; first += size)
        {
            var length = Math.Min(size, count - first);
            var part = input.narrow(0, first, length);
            // A fixed batch is filled up with the last example, whose further answers are dropped.
            var whole = batch is null || length == size ? part : cat([part, part.narrow(0, length - 1, 1).expand([size - length, .. part.shape[1..]])]);
            yield return Run(whole.contiguous()).narrow(0, 0, length);
        }
    }

    private Tensor Run(Tensor input) => ScriptOutput.Take(Forward(input), output, teacher);

    private object? Forward(Tensor input)
    {
        using var asChecked = new WithoutOneDnn(isWithoutOneDnn);
        try
        {
            return NativeErrors.Told($"The teacher {teacher} fails on a batch of [{string.Join(", ", input.shape)}]", () => module.call(input));
        }
        catch (Exception error) when (error is ArgumentOutOfRangeException or NotImplementedException or InvalidCastException)
        {
            throw new DistillException(
                $"The teacher {teacher} answers with a dictionary or an object, and TorchScript tells nobody its parts. Wrap it before it is traced, in Python:\n"
                + "  class Logits(torch.nn.Module):\n"
                + "      def __init__(self, model): super().__init__(); self.model = model\n"
                + "      def forward(self, x): return self.model(x)[\"logits\"]",
                error);
        }
    }
}
