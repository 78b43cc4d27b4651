namespace Distill.Cli.Tests.Scalars;

/// <summary>
/// Where code makes a scalar of TorchSharp that nothing holds while libtorch reads it: a collection in that moment frees
/// it. Either the code makes the scalar, most often by an implicit conversion, or a method of TorchSharp does so inside.
/// </summary>
internal sealed class UnheldScalars
{
    private const string Scalar = "TorchSharp.Scalar";

    // They make scalars of the numbers among a script's arguments; ours are tensors.
    private static readonly string[] OfArguments = ["TorchSharp.torch.jit::load(", "TorchSharp.torch.jit.ScriptModule::call("];

    private readonly HashSet<string> forgetful = [];

    /// <summary>Reads TorchSharp's own file, for which of its methods make a scalar and forget it.</summary>
    public UnheldScalars(string torchSharp)
    {
        using var assembly = new CompiledAssembly(torchSharp);
        CompiledMethod[] methods = [.. assembly.Methods()];
        var callers = methods.SelectMany(method => method.Calls.Select(call => (call.Target, Caller: method))).ToLookup(pair => pair.Target, pair => pair.Caller);
        var constructors = methods.Where(method => method.IsConstructor).ToLookup(method => method.Type);
        var found = new Queue<CompiledMethod>(methods.Where(method => method.Calls.Any(MakesUnheld)));
        while (found.TryDequeue(out var method))
        {
            if (!forgetful.Add(method.Name))
            {
                continue;
            }

            // A virtual method, such as a module's forward, is called by those who do not know the type; so what makes an object of it counts.
            foreach (var user in callers[method.Name].Concat(method.IsVirtual ? constructors[method.Type] : []))
            {
                found.Enqueue(user);
            }
        }
    }

    /// <summary>What is wrong in an assembly, a sentence each that begins with "file(line)".</summary>
    /// <param name="path">Its file.</param>
    /// <param name="isRead">Whether a method is looked at.</param>
    public IReadOnlyList<string> In(string path, Func<CompiledMethod, bool> isRead)
    {
        using var assembly = new CompiledAssembly(path);
        return
        [
            .. from method in assembly.Methods().Where(isRead)
               from call in method.Calls
               let problem = Problem(call)
               where problem is not null
               select $"{assembly.Line(method, call)}: {call.Target} {problem}",
        ];
    }

    private string? Problem(CompiledCall call) =>
        MakesUnheld(call)
            ? "makes a Scalar that nothing holds while libtorch reads it. Calculate with TensorArithmetic, or keep it in a variable declared by using."
            : forgetful.Contains(call.Target) && !OfArguments.Any(known => call.Target.StartsWith(known, StringComparison.Ordinal))
                ? "makes a Scalar inside and does not hold it while libtorch reads it. Calculate with TensorArithmetic, or take an overload that is given its Scalars."
                : null;

    private static bool MakesUnheld(CompiledCall call) => call.Returns == Scalar && !call.IsHeld;
}
