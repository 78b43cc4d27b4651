using Distill.Files;
using Distill.Runs;
using static TorchSharp.torch;

namespace Distill.Tests.Files;

public sealed class SafeTensorsFileTests
{
    public static TheoryData<ScalarType> Types =>
    [
        ScalarType.Float64, ScalarType.Float32, ScalarType.Float16, ScalarType.BFloat16, ScalarType.Int64, ScalarType.Int32,
        ScalarType.Int16, ScalarType.Int8, ScalarType.Byte, ScalarType.Bool,
    ];

    public static TheoryData<string, int, string> Damaged => new()
    {
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 7, "7 bytes follow" },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 9, "end at byte 8" },
        { """{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", 8, "do not make a F32 of shape [3]" },
        { """{"a":{"dtype":"F31","shape":[2],"data_offsets":[0,8]}}""", 8, "unknown type 'F31'" },
        { """{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", 8, "do not make" },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", 8, "claims bytes 8 to 0" },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}""", 8, "claims bytes -8 to 0" },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8,16]}}""", 8, "lacks dtype, shape or data_offsets" },
        { """{"a":{"dtype":"F32","shape":[2]}}""", 8, "lacks dtype, shape or data_offsets" },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"extra":1}}""", 8, "unknown field 'extra'" },
        { """{"a":{"dtype":"F32","shape":[1152921504606846976],"data_offsets":[0,8]}}""", 8, "do not make" },
        { """{"a":{"dtype":"U8","shape":[4294967296,4294967296,8],"data_offsets":[0,8]}}""", 8, "do not make" },
        { """{"a":{"dtype":"U8","shape":[0,4294967296,4294967296],"data_offsets":[0,0]}}""", 0, "do not make" },
        { """{"a":{"dtype":"U8","shape":[9223372036854775808],"data_offsets":[0,8]}}""", 8, "header is damaged" },
        { """{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[2,6]}}""", 6, "begins at byte 2" },
        { """{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[4],"data_offsets":[4,8]}}""", 8, "begins at byte 4" },
        { """{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"a":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}""", 4, "header is damaged" },
        { """{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"\u0061":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}""", 4, "header is damaged" },
        { """{"__metadata__":{"n":1}}""", 0, "something other than texts" },
        { """{"__metadata__":[]}""", 0, "metadata is not" },
        { """{"a":{"dtype":"U8","shape":[[[[[2]]]]],"data_offsets":[0,2]}}""", 2, "header is damaged" },
        { """{"a":{"dtype":"\ud800","shape":[2],"data_offsets":[0,2]}}""", 2, "header is damaged" },
        { """["a"]""", 0, "not a JSON object" },
        { """{"a":3}""", 0, "no description" },
        { "", 0, "header is damaged" },
    };

    [Theory]
    [MemberData(nameof(Types))]
    public void AnyTypeComesBackAsItWas(ScalarType type)
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        var path = folder.File("a.safetensors");
        var matrix = (arange(12) % 5).reshape(3, 4).to(type);
        SafeTensorsWriter.Write(path, [TensorPayload.Of("turned", matrix.t()), TensorPayload.Of("scalar", matrix[1, 2]), TensorPayload.Of("none", matrix[..0])]);

        using var file = SafeTensorsFile.Open(path);
        Assert.Equal(["turned", "scalar", "none"], file.Entries.Keys);
        Assert.Equal([4, 3], file.Read("turned").shape);
        Assert.Equal(matrix.t().contiguous().bytes.ToArray(), file.Read("turned").bytes.ToArray());
        Assert.Empty(file.Read("scalar").shape);
        Assert.Equal(matrix[1, 2].clone().bytes.ToArray(), file.Read("scalar").bytes.ToArray());
        Assert.Equal([0, 4], file.Read("none").shape);
        Assert.Equal(type, file.Read("none").dtype);
        Assert.Empty(file.Metadata);
    }

    [Fact]
    public void TypesWithoutATensorAreReadAsBytes()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("a.safetensors");
        byte[] bytes = [1, 0, 255, 255, 0, 1];
        SafeTensorsWriter.Write(path, [TensorPayload.Of("classes", TensorType.U16, [3], bytes)], new Dictionary<string, string> { ["about"] = "größe" });

        using var file = SafeTensorsFile.Open(path);
        Assert.Equal(bytes, file.Bytes("classes").ToArray());
        Assert.Equal(bytes[2..5], file.Bytes(file.Entry("classes"), 2, 3).ToArray());
        Assert.Equal("größe", file.Metadata["about"]);
        Assert.Contains("U16", Assert.Throws<DistillException>(() => file.Read("classes")).Message, StringComparison.Ordinal);
        Assert.Contains("'classes'?", Assert.Throws<DistillException>(() => file.Entry("clases")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => file.Bytes(file.Entry("classes"), 4, 3).ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => file.Bytes(file.Entry("classes"), -1, 3).ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => file.Bytes(file.Entry("classes"), long.MaxValue, 3).ToArray());
    }

    [Fact]
    public void EqualContentGivesEqualBytesWithTensorsAligned()
    {
        using var folder = new TemporaryFolder();
        var paths = new[] { folder.File("a.safetensors"), folder.File("b.safetensors") };
        var metadata = new[] { new Dictionary<string, string> { ["x"] = "1", ["y"] = "2" }, new() { ["y"] = "2", ["x"] = "1" } };
        foreach (var (path, texts) in paths.Zip(metadata))
        {
            SafeTensorsWriter.Write(path, [TensorPayload.Of("a", TensorType.U8, [3], new byte[] { 1, 2, 3 })], texts);
        }

        var bytes = File.ReadAllBytes(paths[0]);
        Assert.Equal(bytes, File.ReadAllBytes(paths[1]));
        Assert.Equal(0, BitConverter.ToInt64(bytes, 0) % 8);
        Assert.Equal([1, 2, 3], bytes[^3..]);
    }

    [Fact]
    public void APayloadOfAnotherLengthLeavesTheOldFile()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("a.safetensors", [7]);

        Assert.Throws<ArgumentException>(() => SafeTensorsWriter.Write(path, [TensorPayload.Of("a", TensorType.F32, [2], new byte[7])]));
        Assert.Equal([7], File.ReadAllBytes(path));
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void TwoTensorsOfOneNameAreRefused()
    {
        var payload = TensorPayload.Of("a", TensorType.U8, [0], Array.Empty<byte>());

        Assert.Throws<ArgumentException>(() => SafeTensorsWriter.Write("unused", [payload, payload]));
    }

    [Theory]
    [MemberData(nameof(Damaged))]
    public void ADamagedFileIsRefusedWithItsNameAndTheReason(string header, int dataLength, string because)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("a.safetensors", RawFile.Of(header, dataLength));

        var error = Assert.Throws<DistillException>(() => SafeTensorsFile.Open(path));
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Contains(because, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ulong.MaxValue)]
    [InlineData(1UL << 63)]
    [InlineData(1UL << 60)]
    [InlineData(100_000_001)]
    [InlineData(3)]
    public void AClaimAboutTheHeaderIsCheckedFirst(ulong claimed)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("a.safetensors", RawFile.Of("{}", claimed: claimed));

        Assert.Contains("claims a header", Assert.Throws<DistillException>(() => SafeTensorsFile.Open(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AMissingFileAFolderAndAnEmptyFileAreRefused()
    {
        using var folder = new TemporaryFolder();

        Assert.Throws<DistillException>(() => SafeTensorsFile.Open(folder.File("none")));
        Assert.Throws<DistillException>(() => SafeTensorsFile.Open(folder.Path));
        Assert.Throws<DistillException>(() => SafeTensorsFile.Open(""));
        Assert.Throws<DistillException>(() => SafeTensorsFile.Open(folder.Write("empty", [])));
    }

    [Fact]
    public void AClaimOfManyElementsAllocatesNothing()
    {
        using var folder = new TemporaryFolder();
        const string huge = """{"a":{"dtype":"F64","shape":[1152921504606846976],"data_offsets":[0,9223372036854775807]}}""";
        var paths = new[] { folder.Write("a", RawFile.Of(huge, 8)), folder.Write("b", RawFile.Of("{}", claimed: 1UL << 60)) };
        foreach (var path in paths)
        {
            Assert.Throws<DistillException>(() => SafeTensorsFile.Open(path));
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Throws<DistillException>(() => SafeTensorsFile.Open(path));

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 << 10);
        }
    }

    [Fact]
    public void DamageBringsTheDocumentedErrorAndNoOther()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("original");
        SafeTensorsWriter.Write(
            path,
            [
                TensorPayload.Of("weight", TensorType.F32, [2, 3], new byte[24]),
                TensorPayload.Of("bias", TensorType.BF16, [3], new byte[6]),
                TensorPayload.Of("none", TensorType.I64, [0, 5], Array.Empty<byte>()),
                TensorPayload.Of("flag", TensorType.Bool, [], new byte[1]),
            ],
            new Dictionary<string, string> { ["format"] = "pt" });
        var original = File.ReadAllBytes(path);
        var (opened, count) = (0, Mutations.Count(2_000));
        for (var number = 0; number < count; number++)
        {
            var damaged = folder.Write("damaged", Mutations.Of(original, number));
            try
            {
                using var file = SafeTensorsFile.Open(damaged);
                foreach (var name in file.Entries.Keys)
                {
                    using var tensor = file.Read(name);
                }

                opened++;
            }
            catch (DistillException)
            {
            }
        }

        // Damage to names, texts and numbers leaves a valid file; damage to the structure must not.
        Assert.InRange(opened, count / 100, count / 2);
    }
}
