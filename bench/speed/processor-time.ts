import process from 'node:process';

/** Preloaded into a server (node --import): tells the process that started it, whenever it is asked, how much processor time it has taken. */
process.on('message', () => process.send?.(process.cpuUsage()));
process.channel?.unref(); // being asked keeps nobody from ending
