using Distill.Arithmetic;
using Distill.Libtorch;
using Distill.Models.Networks;
using Distill.Runs;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Distill.Models;

/// <summary>
/// A model from raw inputs to logits: its normalisation, then its network. Weights are float32, or, in a working copy
/// for <see cref="Precision.Bf16"/>, bfloat16 in products and convolutions; logits are float32 in both.
/// </summary>
public sealed class Classifier : nn.Module<Tensor, Tensor>
{
    private readonly nn.Module<Tensor, Tensor> network;
    private readonly Func<nn.Module<Tensor, Tensor>>? build;
    private readonly FirstUse firstUse = new();
    private NetworkArithmetic? arithmetic;
    private Device? device;

    static Classifier() => LibtorchProcess.Prepare();

    /// <summary>
    /// Wraps a network of the caller's: normalised inputs in, logits out. It trains and answers in float32; it cannot be copied,
    /// for which the other constructor takes the function that makes it.
    /// </summary>
    /// <param name="input">The shape of one example.</param>
    /// <param name="classNames">The classes, in the order of the logits.</param>
    /// <param name="normalisation">What is done to raw inputs first.</param>
    /// <param name="network">[batch, …] float32 to logits [batch, classes]; owned by this object.</param>
    public Classifier(ExampleShape input, IReadOnlyList<string> classNames, Normalisation normalisation, nn.Module<Tensor, Tensor> network)
        : base(nameof(Classifier))
    {
        Input = input;
        ClassNames = classNames;
        Normalisation = normalisation;
        this.network = network;
        RegisterComponents();
    }

    /// <summary>
    /// Makes a network of the caller's: normalised inputs in, logits out. Because it can be made again, it can be copied, trained
    /// in bf16, and read from a file by <see cref="ModelFile.Load(string, Func{nn.Module{Tensor, Tensor}})"/>.
    /// </summary>
    /// <param name="input">The shape of one example.</param>
    /// <param name="classNames">The classes, in the order of the logits.</param>
    /// <param name="normalisation">What is done to raw inputs first.</param>
    /// <param name="build">
    /// Makes the network: [batch, …] to logits [batch, classes], float32 as made, the same layers each time. In a bf16 copy the weights of
    /// linear layers and convolutions are bf16, and so are its inputs. First weights are as the function leaves them.
    /// </param>
    public Classifier(ExampleShape input, IReadOnlyList<string> classNames, Normalisation normalisation, Func<nn.Module<Tensor, Tensor>> build)
        : this(input, classNames, normalisation, NetworkMaking.Of(build))
    {
        this.build = build;
    }

    private Classifier(ModelSpec spec, nn.Module<Tensor, Tensor> network)
        : this(spec.Input, spec.ClassNames, spec.Normalisation, network)
    {
        Spec = spec;
        device = CPU;
    }

    /// <summary>How to rebuild the model; null for a network of the caller's.</summary>
    public ModelSpec? Spec { get; }

    /// <summary>The shape of one example.</summary>
    public ExampleShape Input { get; }

    /// <summary>The classes, in the order of the logits.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>How many classes the model tells apart.</summary>
    public int Classes => ClassNames.Count;

    /// <summary>What is done to raw inputs first.</summary>
    public Normalisation Normalisation { get; }

    /// <summary>The number format of products in this copy.</summary>
    public Precision Precision { get; private set; }

    /// <summary>
    /// How the layers are computed on this machine, after they were compared with double precision; null before the first
    /// batch.
    /// </summary>
    public LayerArithmetic? Arithmetic => arithmetic?.Facts;

    /// <summary>Whether the network can be made again: from a specification, or by a function of the caller's.</summary>
    internal bool CanCopy => Spec is not null || build is not null;

    /// <summary>The layers from normalised inputs to logits.</summary>
    internal nn.Module<Tensor, Tensor> Network => network;

    /// <summary>Where the weights are, and inputs are brought; <c>to</c> moves them. A network without weights computes on the processor.</summary>
    public Device Device => device ?? network.parameters().FirstOrDefault()?.device ?? CPU;

    /// <summary>Weights and biases that training changes.</summary>
    public long ParameterCount => network.parameters().Sum(parameter => parameter.numel());

    /// <summary>
    /// Builds a model in training mode. Its first weights depend on <paramref name="seed"/> alone; libtorch's default
    /// generator is left as it was.
    /// </summary>
    /// <exception cref="DistillException">The specification is out of range, or names a file that is missing or damaged.</exception>
    public static Classifier Build(ModelSpec spec, long seed)
    {
        ArgumentNullException.ThrowIfNull(spec);
        spec.ThrowIfInvalid("model");
        spec = spec.Network.IsWhole ? spec : spec with { Network = spec.Network.Whole() };
        var network = NetworkMaking.Quietly(() => spec.Network.Build(spec.Input, spec.Classes));
        Initialisation.Draw(network, seed, spec.Network.FirstLayerScale ?? 1);
        return new Classifier(spec, network).OnCurrentDevice();
    }

    /// <summary>Logits, without normalisation over the classes.</summary>
    /// <param name="input">Raw inputs as in a batch: [batch, channels, height, width] uint8 or float32, [batch, features] float32, or [batch, bytes] uint8.</param>
    /// <returns>[batch, classes], float32.</returns>
    /// <exception cref="DistillException">The network takes texts, and the inputs are none.</exception>
    /// <exception cref="DistillException">This machine computes the layers wrongly, and no other way to compute them is right.</exception>
    public override Tensor forward(Tensor input)
    {
        ThrowUnlessRight(CheckArithmetic(input, learns: is_grad_enabled()));
        using var asChecked = ComputeAsChecked();
        using var first = SharedBatch.Current is null ? firstUse.Of(input.shape[0]) : null;
        using var normalised = Normalise(input);
        var logits = network.call(normalised);
        if (logits.dtype == ScalarType.Float32)
        {
            return logits;
        }

        using (logits)
        {
            return logits.to(ScalarType.Float32);
        }
    }

    /// <summary>A copy with its own weights, in the given precision. Batch normalisation stays float32 in both.</summary>
    /// <exception cref="InvalidOperationException">The network was given as a module, which cannot be made again.</exception>
    /// <exception cref="DistillException">The function of the caller's makes another network than before.</exception>
    public Classifier Copy(Precision precision)
    {
        var copy = Spec is not null ? Build(Spec, seed: 0)
            : build is not null ? NetworkMaking.Again(this, build)
            : throw new InvalidOperationException("a network that was given as a module cannot be copied; give Classifier the function that makes it");
        copy.MoveTo(Device);
        copy.CopyFrom(this);
        if (precision == Precision.Bf16)
        {
            copy.UseBf16();
        }

        copy.train(training);
        return copy;
    }

    /// <summary>Turns the weights of products and convolutions into bfloat16, in place.</summary>
    public void UseBf16()
    {
        foreach (var module in network.modules())
        {
            if (module is Linear or Conv2d)
            {
                module.to(ScalarType.BFloat16);
            }
            else if (module is TextVectors vectors)
            {
                vectors.OutputType = ScalarType.BFloat16;
            }
        }

        Precision = Precision.Bf16;
        arithmetic = null;
    }

    /// <summary>Takes over the numbers of another model of the same shape, rounding where precisions differ.</summary>
    public void CopyFrom(Classifier other)
    {
        ArgumentNullException.ThrowIfNull(other);
        using var quiet = no_grad();
        foreach (var ((_, mine), (_, theirs)) in State().Zip(other.State()))
        {
            mine.copy_(theirs);
        }
    }

    /// <summary>Weights and biases by name, in a fixed order.</summary>
    public IEnumerable<(string Name, Parameter Parameter)> Weights() => network.named_parameters();

    /// <summary>Running statistics of batch normalisation by name, in a fixed order.</summary>
    public IEnumerable<(string Name, Tensor Buffer)> Statistics() => network.named_buffers();

    /// <summary>Everything that a file keeps: weights, biases and statistics by name, in a fixed order.</summary>
    public IEnumerable<(string Name, Tensor Value)> State() =>
        Weights().Select(pair => (pair.Name, (Tensor)pair.Parameter)).Concat(Statistics());

    /// <summary>The weights whose rows (one a unit) max-norm limits: those of all products and convolutions but the last.</summary>
    public IEnumerable<(string Name, Parameter Parameter)> HiddenUnitWeights() =>
        Weights().Where(pair => pair.Parameter.dim() >= 2 && !TextVectors.IsTable(pair.Name)).SkipLast(1);

    /// <summary>Identifies normalisation, architecture and weights; equal fingerprints give equal logits on the same machine.</summary>
    public Fingerprint Fingerprint()
    {
        using var builder = new FingerprintBuilder();
        builder.Add(Spec is null ? $"{Input} {Classes} {StrictJson.Write(Normalisation)}" : StrictJson.Write(Spec));
        foreach (var (name, value) in State())
        {
            using var scope = NewDisposeScope();
            var plain = value.detach().cpu().to(ScalarType.Float32).contiguous();
            builder.Add(name).Add(plain.bytes);
        }

        return builder.Build();
    }

    /// <summary>
    /// Compares the layers with double precision on the first examples of a batch, the first time that it is asked, and takes
    /// another way to compute them where they are wrong.
    /// </summary>
    /// <param name="input">Raw inputs as in a batch.</param>
    /// <param name="learns">Whether the gradients matter, too.</param>
    internal NetworkArithmetic CheckArithmetic(Tensor input, bool learns)
    {
        if (arithmetic is null || (learns && !arithmetic.Learns))
        {
            arithmetic = CheckedNetworks.Of(this, input, learns);
            if (arithmetic is { IsRight: true, Cure: { } cure })
            {
                ArithmeticCures.Tell(Spec?.Description ?? "the network", cure);
            }
        }

        return arithmetic;
    }

    /// <summary>Keeps to the way to compute that was found right, for as long as the result lives: for a backward pass.</summary>
    internal WithoutOneDnn ComputeAsChecked() => new(arithmetic is { OneDnn: false });

    /// <summary>Raw inputs as the network takes them: numbers normalised, texts as they are. The caller disposes them.</summary>
    /// <exception cref="DistillException">The network takes texts, and the inputs are none.</exception>
    internal Tensor Normalise(Tensor raw) =>
        Spec is not { Network.TakesText: true } ? NormaliseNumbers(raw)
        // Texts are cut where they were read; their rows are brought to the table.
        : raw.dtype == ScalarType.Byte && raw.dim() == 2 ? raw.alias()
        : throw new DistillException($"The model {Spec.Description} takes texts, and these examples are none.");

    /// <summary>Throws where the layers are wrong and no cure was found.</summary>
    /// <exception cref="DistillException">They are.</exception>
    internal void ThrowUnlessRight(NetworkArithmetic found)
    {
        if (!found.IsRight)
        {
            throw new DistillException(
                $"This machine's processor and libtorch compute {Spec?.Description ?? "the network"} wrongly: {found.Fault}, compared with double precision. "
                + $"No other way to compute it is right.{(Precision == Precision.Bf16 ? " Use precision f32." : " Use another machine or another version of libtorch.")}");
        }
    }

    /// <summary>Moves the weights, where they are not there already.</summary>
    internal void MoveTo(Device device)
    {
        if (Device.type != device.type || Device.index != device.index)
        {
            this.to(device);
        }
    }

    internal Classifier OnCurrentDevice()
    {
        MoveTo(ComputeDevice.Current);
        return this;
    }

    /// <inheritdoc/>
    protected override void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
    {
        base._toEpilog(dtype, device, non_blocking);
        // A network of the caller's may be moved behind this object's back, and is asked each time.
        this.device = Spec is null ? null : device ?? this.device;
        arithmetic = null;
    }

    private Tensor NormaliseNumbers(Tensor raw)
    {
        var type = Precision == Precision.Bf16 ? ScalarType.BFloat16 : ScalarType.Float32;
        var here = Device;
        if (raw.device_type == here.type && raw.device_index == here.index)
        {
            return Normalisation.Apply(raw, type);
        }

        using var brought = raw.On(here);
        return Normalisation.Apply(brought, type);
    }
}
