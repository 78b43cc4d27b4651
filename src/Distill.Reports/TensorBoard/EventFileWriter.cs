using System.Buffers.Binary;
using System.Globalization;
using Distill.Runs;
using Distill.Runs.Metrics;

namespace Distill.Reports.TensorBoard;

/// <summary>
/// Writes metrics as TensorBoard events: a scalar a value, named "train/loss", "evaluation/loss" and so on. Every
/// opening starts a file of its own, as TensorBoard expects, so a crash can tear only the last event of the last file,
/// which TensorBoard passes over.
/// </summary>
public sealed class EventFileWriter : IProgress<MetricsRecord>, IDisposable
{
    // Field numbers of tensorflow.Event, SessionLog, Summary and Summary.Value.
    private const int WallTime = 1, Step = 2, FileVersion = 3, SummaryField = 5, SessionLog = 7;
    private const int Status = 1, SessionStart = 1;
    private const int Value = 1, Tag = 1, SimpleValue = 2;

    private readonly FileStream stream;
    private readonly TimeProvider clock;

    /// <summary>Starts an event file in a folder, which is made where it is missing.</summary>
    /// <param name="folder">The folder, such as a run's <see cref="RunDirectory.TensorBoardPath"/>.</param>
    /// <param name="resumeAfter">
    /// The last step before a resumed run: TensorBoard then drops what earlier files say of later steps. Null for
    /// a run that starts anew.
    /// </param>
    /// <param name="clock">Where the time of events comes from; the system's where null.</param>
    /// <exception cref="DistillException">The folder or the file cannot be made.</exception>
    public EventFileWriter(string folder, long? resumeAfter = null, TimeProvider? clock = null)
    {
        this.clock = clock ?? TimeProvider.System;
        stream = Create(folder, this.clock.GetUtcNow());
        Write(Event().Text(FileVersion, "brain.Event:2"));
        if (resumeAfter is { } step)
        {
            Write(Event().Int64(Step, step + 1).Message(SessionLog, new ProtobufWriter().Int64(Status, SessionStart)));
        }
    }

    /// <inheritdoc/>
    /// <exception cref="DistillException">The disk is full or fails.</exception>
    public void Report(MetricsRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var kind = record.Kind switch { MetricsKind.Train => "train", MetricsKind.Evaluation => "evaluation", _ => "watched" };
        var summary = new ProtobufWriter();
        foreach (var (name, value) in record.Values)
        {
            summary.Message(Value, new ProtobufWriter().Text(Tag, $"{kind}/{name}").Float(SimpleValue, (float)value));
        }

        Write(Event().Int64(Step, record.Step).Message(SummaryField, summary));
    }

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();

    private static FileStream Create(string folder, DateTimeOffset now)
    {
        try
        {
            Directory.CreateDirectory(folder);
            for (var attempt = 0; ; attempt++)
            {
                // TensorBoard reads the files of a folder in the order of their names, so the time comes first.
                var name = string.Create(
                    CultureInfo.InvariantCulture,
                    $"events.out.tfevents.{now.ToUnixTimeSeconds():D10}.{attempt:D3}.{Environment.MachineName}.{Environment.ProcessId}");
                var path = Path.Combine(folder, name);
                if (!File.Exists(path))
                {
                    return new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
                }
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw WriteFailure.OfFolder(folder, error);
        }
    }

    private ProtobufWriter Event() =>
        new ProtobufWriter().Double(WallTime, (clock.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds);

    // TFRecord: length, its checksum, data, their checksum; flushed at once, so that TensorBoard can follow.
    private void Write(ProtobufWriter message)
    {
        Span<byte> header = stackalloc byte[12];
        BinaryPrimitives.WriteInt64LittleEndian(header, message.Written.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], MaskedCrc32C.Of(header[..8]));
        Span<byte> footer = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(footer, MaskedCrc32C.Of(message.Written));
        try
        {
            stream.Write([.. header, .. message.Written, .. footer]);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw WriteFailure.Of(stream.Name, error);
        }
    }
}
