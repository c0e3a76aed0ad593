using System.Net;

namespace Seq2SeqService.Inference.Buckets;

/// <summary>Brings one object to the disk, going on where an earlier try ended.</summary>
internal sealed class ObjectDownload(S3Bucket bucket, TimeSpan timeout, TimeProvider time)
{
    private const int BufferBytes = 1 << 17;

    /// <summary>
    /// Writes the object to <paramref name="path"/> and does not return before the disk has it; never more than its
    /// <see cref="BucketObject.Bytes"/>. An <see cref="IOException"/> where the storage ends early or falls silent: what has come stays.
    /// </summary>
    public async Task RunAsync(BucketObject source, string path, CancellationToken cancel)
    {
        using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, 1);
        if (file.Length > source.Bytes)
            file.SetLength(0);

        file.Seek(0, SeekOrigin.End);
        if (file.Length < source.Bytes)
            await AppendAsync(source, file, cancel).ConfigureAwait(false);

        file.Flush(flushToDisk: true);
    }

    private async Task AppendAsync(BucketObject source, FileStream file, CancellationToken cancel)
    {
        using var silence = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, silence.Token);
        try
        {
            using var answer = await bucket.OpenAsync(source.Key, file.Length, either.Token).ConfigureAwait(false);
            if (answer.HttpStatusCode != HttpStatusCode.PartialContent)
                file.SetLength(0);

            var buffer = new byte[BufferBytes];
            while (file.Length < source.Bytes)
            {
                silence.CancelAfter(timeout);
                var wanted = (int)Math.Min(buffer.Length, source.Bytes - file.Length);
                var read = await answer.ResponseStream.ReadAsync(buffer.AsMemory(0, wanted), either.Token).ConfigureAwait(false);
                if (read == 0)
                    throw new IOException($"{source.Key} ended after {file.Length} of {source.Bytes} bytes");

                await file.WriteAsync(buffer.AsMemory(0, read), cancel).ConfigureAwait(false);
            }
        }
        catch (Exception error) when (!cancel.IsCancellationRequested && (error is OperationCanceledException || silence.IsCancellationRequested))
        {
            throw new IOException($"no byte of {source.Key} came for {timeout.TotalSeconds:0} s", error);
        }
    }
}
